import Contracts

extension JSONValue {
    /// Every value of a member with this name, at any depth.
    func all(_ name: String) -> [JSONValue] {
        switch self {
        case .object(let members):
            members.flatMap { key, value in (key == name ? [value] : []) + value.all(name) }
        case .array(let elements): elements.flatMap { $0.all(name) }
        default: []
        }
    }

    /// The names of members that have no value, at any depth.
    var emptyNames: [String] {
        switch self {
        case .object(let members):
            members.flatMap { key, value in (value == .null ? [key] : []) + value.emptyNames }
        case .array(let elements): elements.flatMap(\.emptyNames)
        default: []
        }
    }
}
