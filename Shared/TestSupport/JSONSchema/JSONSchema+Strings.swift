import Contracts

extension JSONSchema {
    func string(
        _ keyword: SchemaKeyword,
        _ argument: JSONValue,
        _ text: String,
        _ pointer: String
    ) -> [SchemaViolation] {
        // Lengths count Unicode scalars, as draft 2020-12, validation, section 6.3 says.
        let length = text.unicodeScalars.count
        switch keyword {
        case .minLength:
            return self.limit(keyword, argument, pointer) { length >= $0 }
        case .maxLength:
            return self.limit(keyword, argument, pointer) { length <= $0 }
        case .pattern:
            return self.pattern(argument, text, pointer)
        default:
            guard let format = argument.text.flatMap(StringFormat.init(rawValue:)) else {
                return [self.violation(pointer, "format", "\(argument.compact) is not supported")]
            }
            return format.accepts(text)
                ? [] : [self.violation(pointer, "format", "must be a \(format.rawValue)")]
        }
    }

    private func pattern(
        _ argument: JSONValue,
        _ text: String,
        _ pointer: String
    ) -> [SchemaViolation] {
        do {
            let expression = try Regex(argument.text ?? "")
            return text.firstMatch(of: expression) == nil
                ? [self.violation(pointer, "pattern", "must match \(argument.compact)")] : []
        } catch {
            return [self.violation(pointer, "pattern", "is no regular expression: \(error)")]
        }
    }
}
