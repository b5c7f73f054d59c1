package import AMQP
package import Contracts
import Crypto
package import FoundationEssentials
package import Kernel

/// A message as a service sees it, without what belongs to one delivery of it.
package struct IncomingMessage: Sendable {
    package var id: UUID
    package var type: String
    /// The service or tenant that made the message.
    package var source: String
    package var correlationID: UUID?
    package var causationID: UUID?
    /// The aggregate the message is about.
    package var subject: String?
    /// The gap-free version of that aggregate.
    package var version: Int64?
    /// When it happened, by the clock of the sender.
    package var occurredAt: Timestamp
    /// Which attempt this is, from 1; counts retries over the tiers, not redeliveries.
    package var attempt: Int
    package var isRedelivered: Bool
    /// The broker user that published it, which the broker has verified; `nil` when not stated.
    package var userID: String?
    /// Where it was first published; a copy from a retry tier keeps both.
    package var exchange: String
    package var routingKey: String
    package var contentType: String
    package var headers: [String: FieldValue]
    package var body: [UInt8]

    package init(
        id: UUID,
        type: String,
        source: String,
        correlationID: UUID? = nil,
        causationID: UUID? = nil,
        subject: String? = nil,
        version: Int64? = nil,
        occurredAt: Timestamp,
        attempt: Int = 1,
        isRedelivered: Bool = false,
        userID: String? = nil,
        exchange: String = "",
        routingKey: String = "",
        contentType: String = MessageCoding.contentType,
        headers: [String: FieldValue] = [:],
        body: [UInt8]
    ) {
        self.id = id
        self.type = type
        self.source = source
        self.correlationID = correlationID
        self.causationID = causationID
        self.subject = subject
        self.version = version
        self.occurredAt = occurredAt
        self.attempt = attempt
        self.isRedelivered = isRedelivered
        self.userID = userID
        self.exchange = exchange
        self.routingKey = routingKey
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }

    /// How often its queue has delivered it before, not counting copies from the retry tiers.
    package var deliveryCount: Int {
        self.headers["x-delivery-count"]?.integer.map { Int(clamping: $0) } ?? 0
    }

    /// Reads the body as a contract, whatever the type of the message says.
    ///
    /// - Throws: `DecodingError`.
    package func decode<Message: Contract>(_ contract: Message.Type) throws -> Message {
        try MessageCoding.decode(contract, from: self.body)
    }

    /// SHA-256 over type, content type and body: what two deliveries of one message share.
    package var fingerprint: [UInt8] {
        Fingerprint.of([Array(self.type.utf8), Array(self.contentType.utf8), self.body])
    }
}
