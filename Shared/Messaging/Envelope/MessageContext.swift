import Contracts
package import FoundationEssentials
package import Kernel

/// What a handler knows about the message besides its content; the cause of what it sends.
package struct MessageContext: Sendable {
    package let messageID: UUID
    /// The identifier that everything following from one request shares.
    package let correlationID: UUID
    package let causationID: UUID?
    package let type: String
    package let source: String
    package let subject: String?
    package let version: Int64?
    package let occurredAt: Timestamp
    package let attempt: Int
    package let userID: String?

    package init(_ message: IncomingMessage) {
        self.messageID = message.id
        self.correlationID = message.correlationID ?? message.id
        self.causationID = message.causationID
        self.type = message.type
        self.source = message.source
        self.subject = message.subject
        self.version = message.version
        self.occurredAt = message.occurredAt
        self.attempt = message.attempt
        self.userID = message.userID
    }

    /// The context of a request, for what its operation sends.
    package init(_ request: OperationRequest) {
        self.messageID = request.messageID
        self.correlationID = request.messageID
        self.causationID = nil
        self.type = request.operation
        self.source = request.principal.name
        self.subject = nil
        self.version = nil
        self.occurredAt = request.receivedAt
        self.attempt = 1
        self.userID = nil
    }
}
