package import AMQP
import FoundationEssentials
package import Kernel

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
        try container.encode(self.members)
    }

    private var members: [String: JSONField] {
        let pairs = self.fields.map { ($0.key.withoutNull, JSONField(value: $0.value)) }
        return Dictionary(pairs) { first, _ in first }
    }
}

extension JSONFields: JSONWritable {
    package func write(to json: inout JSONWriter) {
        self.members.write(to: &json)
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

extension JSONField: JSONWritable {
    func write(to json: inout JSONWriter) {
        switch self.value {
        case .string(let text): json.append(text.withoutNull)
        case .int(let value): json.append(value)
        case .bool(let value): json.append(value)
        case .array(let values): json.array(values.map(JSONField.init(value:)))
        case .table(let fields): JSONFields(fields).write(to: &json)
        case .bytes(let bytes): json.append(String(decoding: bytes, as: UTF8.self).withoutNull)
        case .double(let value): json.append(value.description)
        case .timestamp(let value): value.write(to: &json)
        case .null: json.appendNull()
        }
    }
}

extension String {
    /// The same text with U+FFFD in the place of U+0000.
    var withoutNull: String {
        self.utf8.contains(0) ? self.replacing("\0", with: "\u{FFFD}") : self
    }
}
