import Contracts

extension OperationRequest {
    /// Reads the body and refuses members that the type does not have, at every level: what a client
    /// believes it has set must not be lost.
    ///
    /// Writes the value again and compares the names, so the types need no list of their members;
    /// those that have one for the ``JSONReader`` are spared that.
    ///
    /// - Throws: 400 or 422 naming the member and the rule.
    package func document<Value: Codable>(_ type: Value.Type = Value.self) throws -> Value {
        try self.read(type) ?? self.checkedDocument(type)
    }

    /// Reads the body with the decoder, whatever the type can.
    func checkedDocument<Value: Codable>(_ type: Value.Type) throws -> Value {
        let value = try self.decode(type)
        let known = try JSONShape(of: MessageCoding.encode(value))
        var errors: [FieldError] = []
        Self.compare(try JSONShape(of: self.body), with: known, at: "", &errors)
        guard errors.isEmpty else { throw Problem.validation(errors) }
        return value
    }

    private static func compare(
        _ given: JSONShape,
        with known: JSONShape,
        at pointer: String,
        _ errors: inout [FieldError]
    ) {
        switch (given, known) {
        case (.object(let given), .object(let known)):
            for (name, value) in given.sorted(by: { $0.key < $1.key }) {
                if let match = known[name] {
                    self.compare(value, with: match, at: "\(pointer)/\(name)", &errors)
                } else {
                    errors.append(.excess(name, value, at: pointer + JSONPointer.token(name)))
                }
            }
        case (.array(let given), .array(let known)):
            for (index, (value, match)) in zip(given, known).enumerated() {
                self.compare(value, with: match, at: "\(pointer)/\(index)", &errors)
            }
        default: return
        }
    }
}

extension FieldError {
    /// A member that is lost when the document is read: of another document, or without a value.
    fileprivate static func excess(
        _ name: String,
        _ value: JSONShape,
        at pointer: String
    ) -> FieldError {
        guard value == .null else {
            return FieldError(
                pointer: pointer,
                rule: "unknown-member",
                message: "\(name) is not a member of this document."
            )
        }
        return FieldError(
            pointer: pointer,
            rule: "null",
            message: "\(name) cannot be null; leave it out where it has no value."
        )
    }
}
