extension ProblemCode {
    /// The HTTP status that goes with it.
    package var status: Int {
        switch self {
        case .badRequest, .invalidCursor, .idempotencyKeyMissing: 400
        case .unauthenticated, .invalidCredentials: 401
        case .csrfTokenInvalid, .passwordChangeRequired, .forbidden, .forgedPrincipal: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .requestTimeout: 408
        case .requestInFlight, .alreadyExists, .duplicateReference, .hasHistory, .inUse,
            .wrongState, .lotWithheld, .insufficientStock, .quantityChanged, .serialUnavailable,
            .alreadyReversed, .notReversible, .notSealedYet, .periodClosed, .periodSoftlyClosed,
            .approvalRequired, .ownProposal, .inspectionRequired, .ownInspection:
            409
        case .preconditionFailed: 412
        case .payloadTooLarge: 413
        case .unsupportedMediaType: 415
        case .validationFailed, .idempotencyKeyReused, .unknownVariant, .variantRetired,
            .unknownLocation, .locationClosed, .unknownLot, .unknownReference:
            422
        case .preconditionRequired: 428
        case .accountLocked, .tooManyRequests: 429
        case .internalError: 500
        case .serviceUnavailable: 503
        case .timedOut: 504
        }
    }

    /// One sentence that is the same on every occasion.
    package var title: String {
        switch self {
        case .badRequest: "The request cannot be read."
        case .invalidCursor: "The cursor is not one that this list gave out."
        case .idempotencyKeyMissing: "This operation needs an Idempotency-Key."
        case .idempotencyKeyReused: "The Idempotency-Key was used for another request."
        case .requestInFlight: "A request with this Idempotency-Key is still being processed."
        case .requestTimeout: "The request did not arrive in time."
        case .methodNotAllowed: "The resource does not know this method."
        case .payloadTooLarge: "The request is too large."
        case .unsupportedMediaType: "The content type is not supported."
        case .validationFailed: "A field breaks a rule."
        case .preconditionFailed: "The document has changed since it was read."
        case .preconditionRequired: "This operation needs an If-Match header."
        case .unauthenticated: "Sign in first."
        case .invalidCredentials: "The name or the password is wrong."
        case .csrfTokenInvalid: "The CSRF token is missing or wrong."
        case .passwordChangeRequired: "Change the one-time password first."
        case .forbidden: "The permission for this is missing."
        case .forgedPrincipal: "The caller's identity was not asserted by the gateway."
        case .accountLocked: "Too many failed attempts to sign in."
        case .tooManyRequests: "Too many requests."
        default: self.titleOfRule
        }
    }

    private var titleOfRule: String {
        switch self {
        case .notFound: "There is no such thing."
        case .alreadyExists: "Something with this name exists already."
        case .duplicateReference: "The document is in the book already."
        case .hasHistory: "It has a history: retire it instead of deleting it."
        case .inUse: "Something else still depends on it."
        case .wrongState: "Its state does not allow this."
        case .unknownVariant: "The variant is not known."
        case .variantRetired: "The variant is retired."
        case .unknownLocation: "The location is not known."
        case .locationClosed: "The location is closed."
        case .unknownLot: "The lot is not known."
        case .lotWithheld: "The lot is not released."
        case .unknownReference: "The document it refers to is not in the book."
        case .insufficientStock: "There is not enough stock."
        case .quantityChanged: "Another quantity is there than was expected."
        case .serialUnavailable: "A serial number is not where it is taken from."
        case .alreadyReversed: "It has been reversed already."
        case .notReversible: "It cannot be reversed."
        case .notSealedYet: "The movement is not sealed yet."
        case .periodClosed: "The period is closed."
        case .periodSoftlyClosed: "The period is closed to most."
        case .approvalRequired: "Somebody else has to approve this."
        case .ownProposal: "Nobody approves what they proposed."
        case .inspectionRequired: "The lot has to pass an inspection first."
        case .ownInspection: "Nobody concedes what they inspected."
        case .serviceUnavailable: "The service cannot answer now."
        case .timedOut: "The answer did not come in time; repeat with the same Idempotency-Key."
        default: "Something went wrong on our side."
        }
    }
}
