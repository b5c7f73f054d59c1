import Contracts

extension JSONSchema {
    func array(
        _ keyword: SchemaKeyword,
        _ argument: JSONValue,
        _ elements: [JSONValue],
        _ pointer: String
    ) -> [SchemaViolation] {
        switch keyword {
        case .items:
            return elements.enumerated().flatMap { index, element in
                self.check(element, against: argument, at: "\(pointer)/\(index)")
            }
        case .minItems:
            return self.limit(keyword, argument, pointer) { elements.count >= $0 }
        case .maxItems:
            return self.limit(keyword, argument, pointer) { elements.count <= $0 }
        default:
            let isRight = argument != .bool(true) || Set(elements).count == elements.count
            return isRight
                ? [] : [self.violation(pointer, keyword.rawValue, "has an element twice")]
        }
    }
}
