package import Contracts

/// A JSON Schema (draft 2020-12), as far as the contracts use it.
///
/// A keyword that it does not know is a violation too, so that no rule is silently left out.
package struct JSONSchema: Sendable {
    /// The whole document, in which references are resolved.
    package let document: JSONValue
    /// The schema itself, which may be a part of the document.
    package let root: JSONValue

    /// - Parameter root: A part of `document`; all of it when left out.
    package init(document: JSONValue, root: JSONValue? = nil) {
        self.document = document
        self.root = root ?? document
    }

    /// Everything that is wrong with `value`; empty where it is valid.
    package func violations(of value: JSONValue) -> [SchemaViolation] {
        self.check(value, against: self.root, at: "")
    }

    func check(
        _ value: JSONValue,
        against schema: JSONValue,
        at pointer: String
    ) -> [SchemaViolation] {
        if case .bool(let allowed) = schema {
            return allowed ? [] : [self.violation(pointer, "false", "must not be here")]
        }
        guard case .object(let keywords) = schema else {
            return [self.violation(pointer, "schema", "is no schema")]
        }
        return keywords.keys.sorted().flatMap { keyword -> [SchemaViolation] in
            guard let rule = SchemaKeyword(rawValue: keyword), let argument = keywords[keyword]
            else {
                return self.isAnnotation(keyword)
                    ? [] : [self.violation(pointer, keyword, "is a keyword that is not supported")]
            }
            return self.apply(rule, argument, beside: keywords, to: value, at: pointer)
        }
    }

    func violation(_ pointer: String, _ keyword: String, _ message: String) -> SchemaViolation {
        SchemaViolation(pointer: pointer, keyword: keyword, message: message)
    }

    /// Keywords that describe and do not restrict.
    private func isAnnotation(_ keyword: String) -> Bool {
        keyword.hasPrefix("x-")
            || [
                "$schema", "$id", "$defs", "title", "description", "examples", "example", "default",
                "deprecated", "readOnly", "writeOnly",
            ].contains(keyword)
    }
}
