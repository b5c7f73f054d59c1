import Contracts
import Postgres

/// An attribute that variants must have, written `name:value`.
struct AttributeFilter: Sendable {
    /// The objects of which one must be contained: a value that reads as a number or a truth value
    /// may have been stored as one.
    let documents: [JSONB]

    /// `nil` unless there is text on both sides of the first colon.
    init?(_ text: String) throws {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let (name, value) = (String(parts[0]), String(parts[1]))
        var values: [JSONValue] = [.string(value)]
        if let integer = Int64(value) {
            values.append(.integer(integer))
        } else if let number = Double(value), number.isFinite {
            values.append(.number(number))
        }
        if let truth = Bool(value) { values.append(.bool(truth)) }
        self.documents = try values.map { try JSONB(encoding: [name: $0]) }
    }
}
