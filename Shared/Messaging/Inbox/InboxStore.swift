import FoundationEssentials
import Kernel
import Postgres

/// The tables `inbox` and `inbox_untimed`.
enum InboxStore {
    /// Inserts entries that are not there and returns their identifiers.
    ///
    /// Not by catching a violated key: that would abort the transaction.
    static func insert(
        _ entries: [InboxEntry],
        into table: InboxTable,
        consumer: String,
        in transaction: borrowing Transaction
    ) throws -> Set<UUID> {
        let statement: SQL =
            """
            INSERT INTO \(identifier: table.rawValue)
                (consumer, message_id, fingerprint)
            SELECT \(consumer)::text, message_id, fingerprint
            FROM unnest(
                \(entries.map(\.id))::uuid[],
                \(entries.map(\.fingerprint))::bytea[]
            ) AS entry (message_id, fingerprint)
            ORDER BY message_id
            ON CONFLICT DO NOTHING
            RETURNING message_id
            """
        do {
            return Set(try transaction.execute(statement).map { try $0.decode("message_id") })
        } catch let error as PostgresError where error.isMissingPartition {
            throw InboxError.missingPartition(for: entries.map(\.id), at: .now)
        }
    }

    /// Adds messages with what they came to; one that is there already is left as it is.
    static func addition(
        of outcomes: [(message: IncomingMessage, outcome: InboxOutcome)],
        to table: InboxTable,
        consumer: String
    ) -> SQL {
        """
        INSERT INTO \(identifier: table.rawValue)
            (consumer, message_id, fingerprint, outcome_code, outcome)
        SELECT \(consumer)::text, * FROM unnest(
            \(outcomes.map(\.message.id))::uuid[],
            \(outcomes.map(\.message.fingerprint))::bytea[],
            \(outcomes.map(\.outcome.code))::integer[],
            \(outcomes.map(\.outcome.body))::bytea[]
        )
        ON CONFLICT DO NOTHING
        """
    }

    static func read(
        _ ids: [UUID],
        of table: InboxTable,
        consumer: String,
        in transaction: borrowing Transaction
    ) throws -> [UUID: InboxRow] {
        let rows = try transaction.execute(
            """
            SELECT message_id, fingerprint, outcome_code, outcome
            FROM \(identifier: table.rawValue)
            WHERE consumer = \(consumer) AND message_id = ANY (\(ids)::uuid[])
            """
        )
        let pairs = try rows.map { row in
            let id: UUID = try row.decode("message_id")
            let code: Int32? = try row.decode("outcome_code")
            let body: [UInt8]? = try row.decode("outcome")
            let outcome = code.map { InboxOutcome(code: $0, body: body) }
            return (id, InboxRow(fingerprint: try row.decode("fingerprint"), outcome: outcome))
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Forgets a number of identifiers without a time that were received too long ago.
    static func pruneUntimed(
        days: Int32,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> Int {
        try transaction.execute(
            """
            DELETE FROM inbox_untimed
            WHERE (consumer, message_id) IN (
                SELECT consumer, message_id
                FROM inbox_untimed
                WHERE received_at < now() - make_interval(days => \(days))
                ORDER BY received_at
                LIMIT \(limit)
            )
            """
        ).affectedCount
    }
}

extension PostgresError {
    /// Whether a row found no partition: a check violation that names no constraint
    /// (PostgreSQL 15, `ExecFindPartition`).
    var isMissingPartition: Bool { self.sqlState == "23514" && self.constraint == nil }
}
