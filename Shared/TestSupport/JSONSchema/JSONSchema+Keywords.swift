import Contracts

extension JSONSchema {
    /// Applies one keyword; those that belong to another type of value than this one say nothing.
    func apply(
        _ keyword: SchemaKeyword,
        _ argument: JSONValue,
        beside keywords: [String: JSONValue],
        to value: JSONValue,
        at pointer: String
    ) -> [SchemaViolation] {
        let name = keyword.rawValue
        switch keyword {
        case .reference: return self.follow(argument, value, pointer)
        case .type:
            let types = argument.elements ?? [argument]
            let isRight = types.contains { $0.text.map(value.isOf(type:)) ?? false }
            return isRight ? [] : [self.violation(pointer, name, "must be \(argument.compact)")]
        case .enum:
            return argument.elements?.contains(value) == true
                ? [] : [self.violation(pointer, name, "must be one of \(argument.compact)")]
        case .const:
            return argument == value
                ? [] : [self.violation(pointer, name, "must be \(argument.compact)")]
        case .allOf, .anyOf, .oneOf, .not:
            return self.combine(keyword, argument, value, pointer)
        case .properties, .required, .additionalProperties, .propertyNames, .minProperties,
            .maxProperties:
            guard case .object(let members) = value else { return [] }
            return self.object(keyword, argument, keywords, members, pointer)
        case .items, .minItems, .maxItems, .uniqueItems:
            guard case .array(let elements) = value else { return [] }
            return self.array(keyword, argument, elements, pointer)
        case .minLength, .maxLength, .pattern, .format:
            guard case .string(let text) = value else { return [] }
            return self.string(keyword, argument, text, pointer)
        case .minimum, .maximum:
            guard let number = value.double, let limit = argument.double else { return [] }
            let isRight = keyword == .minimum ? number >= limit : number <= limit
            return isRight ? [] : [self.violation(pointer, name, "must be \(argument.compact)")]
        }
    }

    private func follow(
        _ reference: JSONValue,
        _ value: JSONValue,
        _ pointer: String
    ) -> [SchemaViolation] {
        guard let target = reference.text.flatMap({ self.document.resolving(reference: $0) }) else {
            return [self.violation(pointer, "$ref", "points nowhere: \(reference.compact)")]
        }
        return self.check(value, against: target, at: pointer)
    }

    private func combine(
        _ keyword: SchemaKeyword,
        _ argument: JSONValue,
        _ value: JSONValue,
        _ pointer: String
    ) -> [SchemaViolation] {
        let schemas = argument.elements ?? [argument]
        let results = schemas.map { self.check(value, against: $0, at: pointer) }
        let matches = results.count(where: \.isEmpty)
        switch keyword {
        case .allOf: return results.flatMap(\.self)
        case .anyOf where matches > 0, .oneOf where matches == 1, .not where matches == 0: return []
        default:
            let message = "matches \(matches) of \(schemas.count)"
            return [self.violation(pointer, keyword.rawValue, message)]
        }
    }
}
