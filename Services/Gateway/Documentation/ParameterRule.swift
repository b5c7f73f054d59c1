import Contracts
import Messaging
import Synchronization

/// What the contract says of the text of a parameter.
///
/// What a text means, such as a number or a time, is judged by the operation that reads it.
final class ParameterRule: Sendable {
    private let lengths: ClosedRange<Int>
    private let pattern: String
    /// A regular expression may be used by one thread at a time.
    private let expression: Mutex<Regex<AnyRegexOutput>>?

    /// - Parameter schema: The JSON Schema of the parameter, without references.
    /// - Throws: Where its pattern is no regular expression.
    init(schema: [String: Any]) throws {
        let minimum = schema["minLength"] as? Int ?? 0
        self.lengths = minimum...max(minimum, schema["maxLength"] as? Int ?? .max)
        self.pattern = schema["pattern"] as? String ?? ""
        // JSON Schema, validation, section 6.3.3: patterns see scalars, not grapheme clusters.
        self.expression =
            self.pattern.isEmpty
            ? nil : Mutex(try Regex(self.pattern).matchingSemantics(.unicodeScalar))
    }

    /// The rule that a value breaks; `nil` where it breaks none.
    func error(of pair: QueryParameters.Pair) -> FieldError? {
        let length = pair.value.unicodeScalars.count
        guard length >= self.lengths.lowerBound else {
            let least = self.lengths.lowerBound
            return self.error(of: pair, "minLength", "has at least \(least) characters")
        }
        guard length <= self.lengths.upperBound else {
            let most = self.lengths.upperBound
            return self.error(of: pair, "maxLength", "has at most \(most) characters")
        }
        let fits = self.expression?.withLock { pair.value.firstMatch(of: $0) != nil } ?? true
        return fits ? nil : self.error(of: pair, "pattern", "must match \(self.pattern)")
    }

    private func error(
        of pair: QueryParameters.Pair,
        _ rule: String,
        _ message: String
    ) -> FieldError {
        FieldError(
            pointer: "/query/\(pair.name)",
            rule: rule,
            message: "\(pair.name) \(message)."
        )
    }
}
