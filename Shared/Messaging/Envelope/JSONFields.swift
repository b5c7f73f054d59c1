package import AMQP
import FoundationEssentials

/// A header table as JSON, as the database keeps it.
///
/// Strings, integers, truth values, lists and tables come back as they were, all else
/// as strings. PostgreSQL cannot store U+0000, which becomes U+FFFD.
package struct JSONFields: Sendable, Codable {
    package let fields: [String: FieldValue]

    package init(_ fields: [String: FieldValue]) {
        self.fields = fields
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self.fields = try container.decode([String: JSONField].self).mapValues(\.value)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let pairs = self.fields.map { ($0.key.withoutNull, JSONField(value: $0.value)) }
        try container.encode(Dictionary(pairs) { first, _ in first })
    }
}

/// One value of a header table.
private struct JSONField: Codable {
    let value: FieldValue

    init(value: FieldValue) {
        self.value = value
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self.value = .null
        } else if let value = try? container.decode(String.self) {
            // A failed attempt only says that the value is of one of the kinds below; it costs more
            // than one that succeeds, so the most frequent kind comes first.
            self.value = .string(value)
        } else if let value = try? container.decode(Int64.self) {
            self.value = .int(value)
        } else if let value = try? container.decode(Bool.self) {
            self.value = .bool(value)
        } else if let values = try? container.decode([JSONField].self) {
            self.value = .array(values.map(\.value))
        } else {
            self.value = .table(try container.decode(JSONFields.self).fields)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self.value {
        case .string(let text): try container.encode(text.withoutNull)
        case .int(let value): try container.encode(value)
        case .bool(let value): try container.encode(value)
        case .array(let values): try container.encode(values.map(JSONField.init(value:)))
        case .table(let fields): try container.encode(JSONFields(fields))
        case .bytes(let bytes):
            try container.encode(String(decoding: bytes, as: UTF8.self).withoutNull)
        case .double(let value): try container.encode(value.description)
        case .timestamp(let value): try container.encode(value)
        case .null: try container.encodeNil()
        }
    }
}

extension String {
    /// The same text with U+FFFD in the place of U+0000.
    var withoutNull: String {
        self.utf8.contains(0) ? self.replacing("\0", with: "\u{FFFD}") : self
    }
}
