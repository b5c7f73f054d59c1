import Contracts

/// A row of an import that has been read, not yet judged.
struct PendingRow: Codable, Hashable, Sendable {
    /// From 1, the first below the header.
    let number: Int
    /// By column, as written.
    var values: [String: JSONValue]
    /// What reading it already showed to be wrong.
    var errors: [FieldError]

    init(number: Int, values: [String: JSONValue], errors: [FieldError] = []) {
        self.number = number
        self.values = values
        self.errors = errors
    }

    /// What a column says, without the spaces around it; `nil` where it says nothing.
    func text(_ column: String) -> String? {
        let text: String? =
            switch self.values[column] {
            case .string(let text): text
            case .integer(let number): "\(number)"
            case .bool(let truth): "\(truth)"
            case .number(let number): "\(number)"
            case .null, .array, .object, nil: nil
            }
        guard let text else { return nil }
        let head = text.drop(while: \.isWhitespace)
        let length = head.reversed().drop(while: \.isWhitespace).count
        return length == 0 ? nil : String(head.prefix(length))
    }
}
