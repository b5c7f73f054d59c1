package import AMQP
package import Contracts
package import FoundationEssentials
package import Kernel

/// A message to be published once the transaction that appends it commits.
package struct OutboxMessage: Sendable {
    /// Never changes, however often the relay has to publish it.
    package var id: UUID
    package var virtualHost: VirtualHost
    package var exchange: String
    package var routingKey: String
    /// Whether the broker says when no queue takes it: commands, not events.
    package var isMandatory: Bool
    package var type: String
    package var subject: String?
    /// Messages with the same key are published in the order in which they were appended.
    package var orderingKey: String
    package var version: Int64?
    package var correlationID: UUID?
    package var causationID: UUID?
    package var occurredAt: Timestamp
    package var contentType = MessageCoding.contentType
    package var headers: [String: FieldValue]
    package var body: [UInt8]
    /// The dead letter that this sends again.
    var deadLetter: UUID?

    package init(
        id: UUID,
        virtualHost: VirtualHost = .suite,
        exchange: String,
        routingKey: String,
        isMandatory: Bool,
        type: String,
        subject: String?,
        orderingKey: String,
        version: Int64? = nil,
        occurredAt: Timestamp = .now,
        headers: [String: FieldValue] = [:],
        body: [UInt8]
    ) {
        self.id = id
        self.virtualHost = virtualHost
        self.exchange = exchange
        self.routingKey = routingKey
        self.isMandatory = isMandatory
        self.type = type
        self.subject = subject
        self.orderingKey = orderingKey
        self.version = version
        self.occurredAt = occurredAt
        self.headers = headers
        self.body = body
    }

    /// A message of the house, to where its contract says.
    ///
    /// - Parameters:
    ///   - subject: The aggregate it is about; also its ordering key.
    ///   - version: The gap-free version of that aggregate.
    ///   - cause: What it follows from; a message without one begins a correlation of its own.
    package init(
        _ message: some Contract,
        subject: String,
        version: Int64? = nil,
        cause: MessageContext? = nil
    ) throws {
        let contract = Swift.type(of: message)
        guard let address = Topology.address(of: contract.destination) else {
            preconditionFailure("an ingress message is published by outside systems only")
        }
        self.init(
            id: ID<OutboxMessage>.make().rawValue,
            exchange: address.exchange,
            routingKey: message.routingKey,
            isMandatory: address.isMandatory,
            type: contract.type,
            subject: subject,
            orderingKey: subject,
            version: version,
            body: try MessageCoding.encode(message)
        )
        self.correlationID = cause?.correlationID ?? self.id
        self.causationID = cause?.messageID
    }

    /// Which of the relay's shards publishes it.
    var shard: Int16 { OutboxShard.of(self.orderingKey) }
}
