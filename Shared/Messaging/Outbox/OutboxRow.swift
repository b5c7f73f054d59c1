import FoundationEssentials
import Kernel
import Postgres

/// A message that waits in the outbox.
struct OutboxRow: Sendable {
    let position: Int64
    /// How often the broker has not taken it.
    let attempts: Int32
    let message: OutboxMessage
}

extension OutboxRow {
    init(_ row: Row, host: VirtualHost) throws {
        self.position = try row.decode("id")
        self.attempts = try row.decode("attempts")
        var message = OutboxMessage(
            id: try row.decode("message_id"),
            virtualHost: host,
            exchange: try row.decode("exchange"),
            routingKey: try row.decode("routing_key"),
            isMandatory: try row.decode("is_mandatory"),
            type: try row.decode("type"),
            subject: try row.decode("subject"),
            orderingKey: try row.decode("ordering_key"),
            version: try row.decode("aggregate_version"),
            occurredAt: try row.decode("occurred_at"),
            headers: try row.decode("headers", as: JSONB.self).decode(JSONFields.self).fields,
            body: try row.decode("body")
        )
        message.correlationID = try row.decode("correlation_id")
        message.causationID = try row.decode("causation_id")
        message.contentType = try row.decode("content_type")
        message.deadLetter = try row.decode("dead_letter_id")
        self.message = message
    }
}
