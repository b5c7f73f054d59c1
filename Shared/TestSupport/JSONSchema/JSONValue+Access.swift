package import Contracts
import FoundationEssentials

extension JSONValue {
    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    package var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    package var members: [String: JSONValue]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    package subscript(_ name: String) -> JSONValue? {
        self.members?[name]
    }

    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The value as JSON on one line, for messages.
    var compact: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Only a number that is no JSON number cannot be encoded.
        guard let data = try? encoder.encode(self) else { return "\(self)" }
        return String(decoding: data, as: UTF8.self)
    }

    func isOf(type: String) -> Bool {
        switch (type, self) {
        case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer),
            ("number", .number), ("string", .string), ("array", .array), ("object", .object):
            true
        default: false
        }
    }

    /// What a reference within this document points to: `#/components/schemas/Id`.
    package func resolving(reference: String) -> JSONValue? {
        guard reference.hasPrefix("#") else { return nil }
        return reference.dropFirst().split(separator: "/").reduce(Optional(self)) { value, part in
            let name = String(part.replacing("~1", with: "/").replacing("~0", with: "~"))
            return value?[name]
                ?? value?.elements.flatMap { elements in
                    Int(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
                }
        }
    }
}
