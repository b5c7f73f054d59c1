/// A refusal as the caller sees it: `application/problem+json` of RFC 9457.
///
/// Whenever one is answered, nothing has changed.
package struct Problem: Error, Hashable, Sendable {
    package let status: Int
    /// One of ``ProblemCode``, or a later one that this build does not know.
    package let code: String
    package let title: String
    /// What is the matter on this occasion, as a sentence for people.
    package let detail: String?
    /// Every field that breaks a rule, not only the first.
    package let errors: [FieldError]
    /// Further members for programs, such as `available` of `insufficient-stock`.
    package let extensions: [String: JSONValue]
    /// The trace to quote when asking for help.
    package var traceId: String?

    package init(
        _ code: ProblemCode,
        detail: String? = nil,
        errors: [FieldError] = [],
        extensions: [String: JSONValue] = [:]
    ) {
        self.status = code.status
        self.code = code.rawValue
        self.title = code.title
        self.detail = detail
        self.errors = errors
        self.extensions = extensions
    }

    /// A page that explains the code, relative to the gateway.
    package var type: String { "/docs#\(self.code)" }

    /// The code, where this build knows it.
    package var knownCode: ProblemCode? { ProblemCode(rawValue: self.code) }
}

extension Problem: CustomStringConvertible {
    package var description: String { "\(self.status) \(self.code): \(self.detail ?? self.title)" }
}
