import Postgres

/// The indexes of a month, to be made again on its copy.
enum MonthIndexes {
    /// A column of statements, each of which makes one of them on the copy, in the table space that
    /// tables are made in by default.
    static func statements(of month: JournalMonth) -> SQL {
        """
        SELECT CASE
            WHEN rule.oid IS NULL THEN regexp_replace(
                pg_get_indexdef(index.indexrelid),
                '^CREATE (UNIQUE )?INDEX .+? ON .+? USING ',
                'CREATE \\1INDEX ON ' || quote_ident(\(month.draft)) || ' USING '
            )
            ELSE format(
                'ALTER TABLE %I ADD %s', \(month.draft)::text, pg_get_constraintdef(rule.oid)
            ) END
        FROM pg_index AS index
        LEFT JOIN pg_constraint AS rule ON rule.conindid = index.indexrelid
            AND rule.contype IN ('p', 'u')
        WHERE index.indrelid = (
            SELECT oid
            FROM pg_class
            WHERE relname = \(month.partition) AND relnamespace = current_schema()::regnamespace
        )
        ORDER BY index.indexrelid
        """
    }
}
