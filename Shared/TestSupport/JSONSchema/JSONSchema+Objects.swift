import Contracts

extension JSONSchema {
    func object(
        _ keyword: SchemaKeyword,
        _ argument: JSONValue,
        _ keywords: [String: JSONValue],
        _ members: [String: JSONValue],
        _ pointer: String
    ) -> [SchemaViolation] {
        switch keyword {
        case .properties:
            return (argument.members ?? [:]).flatMap { name, schema in
                members[name].map { self.check($0, against: schema, at: "\(pointer)/\(name)") }
                    ?? []
            }
        case .required:
            return (argument.elements ?? []).compactMap(\.text).filter { members[$0] == nil }
                .map { self.violation("\(pointer)/\($0)", keyword.rawValue, "must be there") }
        case .additionalProperties:
            let known = Set(keywords["properties"]?.members?.keys ?? [:].keys)
            return members.filter { !known.contains($0.key) }.flatMap { name, value in
                self.check(value, against: argument, at: "\(pointer)/\(name)")
            }
        case .propertyNames:
            return members.keys.flatMap { name in
                self.check(.string(name), against: argument, at: "\(pointer)/\(name)")
            }
        case .minProperties:
            return self.limit(keyword, argument, pointer) { members.count >= $0 }
        default:
            return self.limit(keyword, argument, pointer) { members.count <= $0 }
        }
    }

    /// A violation unless `holds` is true of the whole number that the keyword gives.
    func limit(
        _ keyword: SchemaKeyword,
        _ argument: JSONValue,
        _ pointer: String,
        _ holds: (Int) -> Bool
    ) -> [SchemaViolation] {
        guard case .integer(let limit) = argument else {
            return [self.violation(pointer, keyword.rawValue, "is no whole number")]
        }
        return holds(Int(limit))
            ? [] : [self.violation(pointer, keyword.rawValue, "must be \(limit)")]
    }
}
