/// Why a request or command is refused, as a stable word for programs.
///
/// Codes are only added; each has one status and one title for ever.
package enum ProblemCode: String, Codable, Hashable, Sendable, CaseIterable {
    // The request itself.
    case badRequest = "bad-request"
    case invalidCursor = "invalid-cursor"
    case idempotencyKeyMissing = "idempotency-key-missing"
    case idempotencyKeyReused = "idempotency-key-reused"
    case requestInFlight = "request-in-flight"
    case requestTimeout = "request-timeout"
    case methodNotAllowed = "method-not-allowed"
    case payloadTooLarge = "payload-too-large"
    case unsupportedMediaType = "unsupported-media-type"
    case validationFailed = "validation-failed"
    case preconditionFailed = "precondition-failed"
    case preconditionRequired = "precondition-required"

    // Who asks.
    case unauthenticated
    case invalidCredentials = "invalid-credentials"
    case csrfTokenInvalid = "csrf-token-invalid"
    case passwordChangeRequired = "password-change-required"
    case forbidden
    case forgedPrincipal = "forged-principal"
    case accountLocked = "account-locked"
    case tooManyRequests = "too-many-requests"

    // What it is about.
    case notFound = "not-found"
    case alreadyExists = "already-exists"
    case duplicateReference = "duplicate-reference"
    case hasHistory = "has-history"
    case inUse = "in-use"
    case wrongState = "wrong-state"
    case unknownVariant = "unknown-variant"
    case variantRetired = "variant-retired"
    case unknownLocation = "unknown-location"
    case locationClosed = "location-closed"
    case unknownLot = "unknown-lot"
    case lotWithheld = "lot-withheld"
    case unknownReference = "unknown-reference"
    case insufficientStock = "insufficient-stock"
    case quantityChanged = "quantity-changed"
    case serialUnavailable = "serial-unavailable"
    case alreadyReversed = "already-reversed"
    case notReversible = "not-reversible"
    case notSealedYet = "not-sealed-yet"
    case periodClosed = "period-closed"
    case periodSoftlyClosed = "period-softly-closed"
    case approvalRequired = "approval-required"
    case ownProposal = "own-proposal"
    case inspectionRequired = "inspection-required"
    case ownInspection = "own-inspection"

    // The house.
    case internalError = "internal-error"
    case serviceUnavailable = "service-unavailable"
    case timedOut = "timed-out"
}
