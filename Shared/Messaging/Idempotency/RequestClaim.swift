import Contracts
package import FoundationEssentials

/// A command about to be performed: what the request log remembers it by.
package struct RequestClaim: Sendable, Equatable {
    package let messageID: UUID
    package let operation: String
    package let principal: UUID
    package let fingerprint: [UInt8]

    package init(_ request: OperationRequest) {
        self.messageID = request.messageID
        self.operation = request.operation
        self.principal = request.principal.id
        self.fingerprint = request.fingerprint
    }
}

/// What the request log knows of a command.
package enum RequestStanding: Sendable {
    /// Asked for the first time: perform it in this transaction.
    case fresh
    /// Asked before, with this answer.
    case answered(OperationResponse)
    /// Another request was made under the same key.
    case clash
    /// The same request comes earlier in the same batch and has no answer yet.
    case repeated
}
