import Contracts
import Kernel
import PosIngestDomain
import Postgres

extension MessageStore {
    struct Filter: Sendable {
        var source: String?
        var status: MessageRecord.Status?
        var reason: ParkReason?
        var kind: PosMessageKind?
        var document: String?
        /// A code that stood for nothing.
        var code: String?
        var terminal: String?
        var receivedFrom: Timestamp?
        var receivedTo: Timestamp?

        fileprivate var condition: SQL {
            """
            (\(self.source)::text IS NULL OR source = \(self.source))
            AND (\(self.status?.rawValue)::text IS NULL OR status = \(self.status?.rawValue))
            AND (\(self.reason?.rawValue)::text IS NULL OR reason = \(self.reason?.rawValue))
            AND (\(self.kind?.rawValue)::text IS NULL OR kind = \(self.kind?.rawValue))
            AND (\(self.document)::text IS NULL OR document = \(self.document))
            AND (\(self.code)::text IS NULL OR \(self.code) = ANY(unresolved_codes))
            AND (\(self.terminal)::text IS NULL OR terminal = \(self.terminal))
            AND (\(self.receivedFrom)::timestamptz IS NULL OR received_at >= \(self.receivedFrom))
            AND (\(self.receivedTo)::timestamptz IS NULL OR received_at < \(self.receivedTo))
            """
        }
    }

    /// Latest received first.
    static func page(
        _ filter: Filter,
        before cursor: ID<PosMessage>?,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [MessageRecord] {
        try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM message
            WHERE (\(cursor)::uuid IS NULL OR id < \(cursor)) AND \(fragment: filter.condition)
            ORDER BY id DESC
            LIMIT \(limit)
            """
        ).map(self.record)
    }

    /// Parked messages that fit, oldest first, locked; those that somebody else decides about at
    /// the moment are left to them.
    static func lockParked(
        _ filter: Filter,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [MessageRecord] {
        try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM message
            WHERE status = 'parked' AND \(fragment: filter.condition)
            ORDER BY id
            LIMIT \(limit)
            FOR UPDATE SKIP LOCKED
            """
        ).map(self.record)
    }

    /// How often each message came again.
    static func duplicates(
        of ids: [ID<PosMessage>],
        in transaction: borrowing Transaction
    ) throws -> [ID<PosMessage>: Int64] {
        let rows = try transaction.execute(
            """
            SELECT message, count(*) AS times FROM receipt
            WHERE message = ANY(\(ids)) AND is_duplicate
            GROUP BY message
            """
        )
        var counts: [ID<PosMessage>: Int64] = [:]
        for row in rows { counts[try row.decode("message")] = try row.decode("times") }
        return counts
    }
}
