import Contracts
import Kernel
import Postgres

extension MessageStore {
    /// A stretch of the parked messages that wait for a document or for codes.
    struct Waiting: Sendable {
        /// Those for which it seems to be there now.
        let ready: [ID<PosMessage>]
        /// The last one that was looked at; `nil` where there was none.
        let last: ID<PosMessage>?
        let count: Int
    }

    /// Looks at a number of waiting messages in the order of identifiers.
    ///
    /// An alias takes up nothing by itself: messages that wait for nothing but aliases are left to
    /// whoever made them.
    static func waiting(
        after cursor: ID<PosMessage>?,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> Waiting {
        let rows = try transaction.execute(
            """
            SELECT waiting.id, CASE waiting.reason
                WHEN 'unknown-original' THEN \(fragment: self.originalIsApplied)
                ELSE \(fragment: self.codesAreKnown)
            END AS is_ready
            FROM (
                SELECT id, source, reason, original_document, unresolved_codes FROM message
                WHERE status = 'parked' AND reason IN ('unknown-code', 'unknown-original')
                    AND id > coalesce(\(cursor)::uuid, '00000000-0000-0000-0000-000000000000')
                ORDER BY id
                LIMIT \(limit)
            ) AS waiting
            ORDER BY waiting.id
            """
        )
        var ready: [ID<PosMessage>] = []
        for row in rows where try row.decode("is_ready", as: Bool.self) {
            ready.append(try row.decode("id"))
        }
        return Waiting(ready: ready, last: try rows.last?.decode("id"), count: rows.count)
    }

    /// Those of the messages that are still parked, locked; those that somebody else decides about
    /// at the moment are left to them.
    static func lockParked(
        _ ids: [ID<PosMessage>],
        in transaction: borrowing Transaction
    ) throws -> [MessageRecord] {
        try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM message
            WHERE id = ANY(\(ids)) AND status = 'parked'
            ORDER BY id
            FOR UPDATE SKIP LOCKED
            """
        ).map(self.record)
    }

    /// How long the ledger has owed an answer; zero where it owes none.
    static func oldestPending(in transaction: borrowing Transaction) throws -> Double {
        try transaction.execute(
            """
            SELECT coalesce(extract(epoch FROM now() - min(sent_at)), 0)::float8 AS seconds
            FROM message
            WHERE status = 'pending'
            """
        )[0].decode("seconds")
    }

    private static let originalIsApplied: SQL = """
        EXISTS (
            SELECT FROM message original
            WHERE original.source = waiting.source
                AND original.document = waiting.original_document
                AND original.status = 'applied'
        )
        """

    private static let codesAreKnown: SQL = """
        coalesce((
            SELECT bool_or(wanted.is_listed) AND bool_and(
                wanted.is_listed OR EXISTS (
                    SELECT FROM alias
                    JOIN variant ON variant.id = alias.variant
                    WHERE alias.code = wanted.code
                        AND (alias.source IS NULL OR alias.source = waiting.source)
                )
            )
            FROM (
                SELECT code, EXISTS (
                    SELECT FROM variant WHERE variant.sku = unresolved.code
                ) OR EXISTS (
                    SELECT FROM barcode
                    JOIN variant ON variant.id = barcode.variant
                    WHERE barcode.code = unresolved.code AND variant.sku IS NOT NULL
                ) AS is_listed
                FROM unnest(waiting.unresolved_codes) AS unresolved (code)
            ) AS wanted
        ), false)
        """
}
