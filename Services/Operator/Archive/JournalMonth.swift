import Kernel
import Postgres

/// A month of the journal, by when it was recorded: one partition of `movement`.
struct JournalMonth: Hashable, Sendable {
    /// Named after the month: `movement_202401`.
    let partition: String
    let first: Timestamp
    let end: Timestamp
    /// With its indexes.
    let bytes: Int64
    /// Where it is.
    let tablespace: String

    /// `2024-01`.
    var name: String {
        let digits = self.partition.suffix(6)
        return "\(digits.prefix(4))-\(digits.suffix(2))"
    }

    /// Where it is copied to before the copy takes its place.
    var draft: String { "\(self.partition)_moved" }

    /// The months that ended at least so many months ago, the oldest first.
    static func older(than months: Int, in transaction: borrowing Transaction) throws -> [Self] {
        try transaction.execute(
            """
            SELECT partition.relname::text AS name, month.first, month.until,
                pg_total_relation_size(partition.oid) AS bytes,
                tablespace.spcname::text AS tablespace
            FROM pg_inherits
            JOIN pg_class AS partition ON partition.oid = pg_inherits.inhrelid
            JOIN pg_database AS database ON database.datname = current_database()
            JOIN pg_tablespace AS tablespace ON tablespace.oid
                = coalesce(nullif(partition.reltablespace, 0), database.dattablespace)
            CROSS JOIN LATERAL (
                SELECT day::timestamp AT TIME ZONE 'UTC' AS first,
                    (day + interval '1 month') AT TIME ZONE 'UTC' AS until
                FROM to_date(right(partition.relname, 6), 'YYYYMM') AS day
            ) AS month
            WHERE pg_inherits.inhparent = 'movement'::regclass
                AND partition.relname ~ '^movement_[0-9]{6}$'
                AND month.until AT TIME ZONE 'UTC'
                    <= (now() AT TIME ZONE 'UTC') - make_interval(months => \(Int32(months)))
            ORDER BY 1
            """
        ).map { row in
            JournalMonth(
                partition: try row.decode("name"),
                first: try row.decode("first"),
                end: try row.decode("until"),
                bytes: try row.decode("bytes"),
                tablespace: try row.decode("tablespace")
            )
        }
    }
}
