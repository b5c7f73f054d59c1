import AMQP
package import Contracts
import FoundationEssentials
package import Postgres
import Tracing

/// Messages to publish, written in the transaction whose effects they announce.
package enum Outbox {
    /// How many messages may wait before writers should be refused; see ``OutboxLoad``.
    package static let hardCap = 200_000

    /// Appends one message, to where its contract says.
    ///
    /// - Parameters:
    ///   - subject: The aggregate it is about; also its ordering key.
    ///   - version: The gap-free version of that aggregate.
    ///   - cause: What it follows from.
    /// - Throws: `AMQPError` when it is too large to publish, `PostgresError` otherwise.
    package static func append(
        _ message: some Contract,
        subject: String,
        version: Int64? = nil,
        cause: MessageContext? = nil,
        in transaction: borrowing Transaction
    ) throws {
        let message = try OutboxMessage(message, subject: subject, version: version, cause: cause)
        try self.append([message], in: transaction)
    }

    /// Appends messages in one statement, whatever their number.
    ///
    /// Messages of one ordering key are published in the order of this array, provided that the
    /// transaction holds the lock of the row that the key names.
    ///
    /// The statement travels with the next one or with the commit.
    ///
    /// - Throws: `AMQPError` when one is too large to publish, `PostgresError` otherwise.
    package static func append(
        _ messages: [OutboxMessage],
        in transaction: borrowing Transaction
    ) throws {
        guard !messages.isEmpty else { return }
        let trace = TraceFields.ofCurrentSpan
        // Messages of one transaction mostly have the same headers, which are then encoded once.
        var last: (fields: [String: FieldValue], encoded: JSONB)?
        let headers = try messages.map { message in
            var message = message
            message.headers.merge(trace) { own, _ in own }
            try EnvelopeLimits.message.check(message.outbound(source: ""))
            if let last, last.fields == message.headers { return last.encoded }
            let encoded = try JSONB(encoding: JSONFields(message.headers))
            last = (message.headers, encoded)
            return encoded
        }
        try transaction.post(self.insertion(of: messages, headers: headers))
    }

    /// Lets messages be tried again that were parked because nobody took them; returns how many.
    ///
    /// For an operator who has mended the topology. Later messages of their keys may have gone by.
    package static func unpark(in transaction: borrowing Transaction) throws -> Int {
        try transaction.execute(
            """
            UPDATE outbox
            SET parked_at = NULL, attempts = 0, available_at = now()
            WHERE parked_at IS NOT NULL
            """
        ).affectedCount
    }

    private static func insertion(of messages: [OutboxMessage], headers: [JSONB]) -> SQL {
        """
        INSERT INTO outbox (
            message_id, virtual_host, shard, ordering_key, aggregate_version, exchange,
            routing_key, is_mandatory, type, subject, correlation_id, causation_id, occurred_at,
            content_type, headers, body, dead_letter_id
        )
        SELECT * FROM unnest(
            \(messages.map(\.id))::uuid[],
            \(messages.map(\.virtualHost.rawValue))::text[],
            \(messages.map(\.shard))::smallint[],
            \(messages.map(\.orderingKey))::text[],
            \(messages.map(\.version))::bigint[],
            \(messages.map(\.exchange))::text[],
            \(messages.map(\.routingKey))::text[],
            \(messages.map(\.isMandatory))::boolean[],
            \(messages.map(\.type))::text[],
            \(messages.map(\.subject))::text[],
            \(messages.map(\.correlationID))::uuid[],
            \(messages.map(\.causationID))::uuid[],
            \(messages.map(\.occurredAt))::timestamptz[],
            \(messages.map(\.contentType))::text[],
            \(headers)::jsonb[],
            \(messages.map(\.body))::bytea[],
            \(messages.map(\.deadLetter))::uuid[]
        )
        """
    }
}
