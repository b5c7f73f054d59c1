package import Contracts

/// Finds text that JSON can write and PostgreSQL cannot keep: text with the character U+0000.
package enum UnstorableText {
    /// JSON can write that character in no other way (RFC 8259, section 7).
    private static let escape = Array(#"\u0000"#.utf8)

    /// What is wrong with each such text in a body, in order; a member's name counts too.
    ///
    /// A body that is no JSON has none: whoever reads it will say so.
    package static func errors(in body: [UInt8]) -> [FieldError] {
        guard self.mayEscape(body),
            let document = try? MessageCoding.decode(JSONValue.self, from: body)
        else { return [] }
        return self.pointers(in: document, at: "").map { pointer in
            FieldError(
                pointer: pointer,
                rule: "characters",
                message: "The value must not contain NUL."
            )
        }
    }

    /// Whether the escape stands in the body, if only behind another backslash.
    private static func mayEscape(_ body: [UInt8]) -> Bool {
        var rest = body[...]
        while let backslash = rest.firstIndex(of: self.escape[0]) {
            if rest[backslash...].starts(with: self.escape) { return true }
            rest = rest[(backslash + 1)...]
        }
        return false
    }

    private static func pointers(in value: JSONValue, at pointer: String) -> [String] {
        switch value {
        case .string(let text):
            self.isStorable(text) ? [] : [pointer]
        case .array(let elements):
            elements.enumerated().flatMap { index, element in
                self.pointers(in: element, at: "\(pointer)/\(index)")
            }
        case .object(let members):
            members.sorted { $0.key < $1.key }.flatMap { name, member in
                guard self.isStorable(name) else { return [pointer] }
                return self.pointers(in: member, at: pointer + JSONPointer.token(name))
            }
        case .null, .bool, .integer, .number: []
        }
    }

    private static func isStorable(_ text: String) -> Bool { !text.utf8.contains(0) }
}

extension OperationRequest {
    /// Refuses a body with text that cannot be kept.
    ///
    /// - Throws: 422 naming each; 400 for a body with the byte itself, which no format has.
    package func requireStorableText() throws(Problem) {
        guard !self.body.contains(0) else { throw .badRequest("The body contains NUL.") }
        let errors = UnstorableText.errors(in: self.body)
        guard errors.isEmpty else { throw .validation(errors) }
    }
}
