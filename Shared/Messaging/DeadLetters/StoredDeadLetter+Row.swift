import Contracts
import Kernel
import Postgres

extension StoredDeadLetter {
    /// The columns of `dead_letter` that ``init(_:)`` reads.
    static let columns: SQL =
        """
        id, virtual_host, queue, message_id, type, subject, exchange, routing_key, content_type,
        correlation_id, headers, body, error_code, error_text, attempts, failed_at, state,
        decided_at, decided_by, note
        """

    init(_ row: Row) throws {
        let host: String = try row.decode("virtual_host")
        let actor: JSONB? = try row.decode("decided_by")
        self.init(
            id: try row.decode("id"),
            virtualHost: VirtualHost(rawValue: host) ?? .suite,
            queue: try row.decode("queue"),
            messageID: try row.decode("message_id"),
            type: try row.decode("type"),
            subject: try row.decode("subject"),
            exchange: try row.decode("exchange"),
            routingKey: try row.decode("routing_key"),
            contentType: try row.decode("content_type"),
            correlationID: try row.decode("correlation_id"),
            headers: try row.decode("headers", as: JSONB.self).decode(JSONFields.self).fields,
            body: try row.decode("body"),
            errorCode: try row.decode("error_code"),
            errorText: try row.decode("error_text"),
            attempts: Int(try row.decode("attempts", as: Int32.self)),
            failedAt: try row.decode("failed_at"),
            state: try row.decode("state"),
            decidedAt: try row.decode("decided_at"),
            decidedBy: try actor?.decode(Actor.self),
            note: try row.decode("note")
        )
    }
}
