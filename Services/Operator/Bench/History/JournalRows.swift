import Postgres

/// How large the journal is, and how often PostgreSQL has changed or removed a row of it.
struct JournalRows: Codable, Hashable, Sendable {
    /// As PostgreSQL estimates them.
    let movements: Int64
    /// Rows that were updated or deleted since its statistics began; those of partitions among them.
    let changed: Int64

    static func read(in transaction: borrowing Transaction) throws -> Self {
        let rows = try transaction.execute(
            """
            SELECT
                coalesce(sum(n_live_tup) FILTER (WHERE relname LIKE 'movement%'), 0)::bigint
                    AS movements,
                coalesce(sum(n_tup_upd + n_tup_del), 0)::bigint AS changed
            FROM pg_stat_user_tables
            WHERE schemaname = 'ledger' AND (relname = 'entry' OR relname LIKE 'movement%')
            """
        )
        return JournalRows(
            movements: try rows[0].decode("movements"),
            changed: try rows[0].decode("changed")
        )
    }
}
