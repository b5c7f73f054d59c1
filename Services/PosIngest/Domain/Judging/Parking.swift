package import Contracts

/// What is wrong with a message, so that a person can put it right.
package struct Parking: Hashable, Sendable {
    package let reason: ParkReason
    package let detail: String
    /// Where in the payload the reason lies; the first ``maximumErrors`` of them.
    package let errors: [FieldError]
    /// The codes that stood for nothing, each once.
    package let unresolvedCodes: [String]

    package static let maximumErrors = 500

    package init(
        _ reason: ParkReason,
        _ detail: String,
        errors: [FieldError] = [],
        unresolvedCodes: [String] = []
    ) {
        self.reason = reason
        self.detail = detail
        self.errors = Array(errors.prefix(Self.maximumErrors))
        self.unresolvedCodes = unresolvedCodes
    }
}
