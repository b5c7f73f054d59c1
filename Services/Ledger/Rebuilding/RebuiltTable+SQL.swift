import Postgres

extension RebuiltTable {
    /// Rows of one part that are hashed at once: more than one text holds, a variant may have.
    private static let hashedAtOnce = 100_000

    /// The SHA-256 of all rows, by way of one for each part; `hash` in hexadecimal digits, and `count`.
    func hash(_ side: Side, in schema: String) -> SQL {
        SQL(
            verbatim: """
                SELECT encode(
                        sha256(coalesce(string_agg(hashed.hash, ''::bytea ORDER BY hashed.part), '')),
                        'hex'
                    ) AS hash,
                    coalesce(sum(hashed.count), 0)::bigint AS count
                FROM (\(self.hashes(side, schema))) AS hashed
                """
        )
    }

    /// All parts that have a row that is not the same on both sides, as text.
    func parts(in schema: String) -> SQL {
        SQL(
            verbatim: """
                SELECT part::text AS part
                FROM (\(self.hashes(.live, schema))) AS live
                FULL JOIN (\(self.hashes(.rebuilt, schema))) AS rebuilt USING (part)
                WHERE live.hash IS DISTINCT FROM rebuilt.hash
                ORDER BY part
                """
        )
    }

    /// Rows that are not the same on both sides: the key as text, `live` and `rebuilt`.
    func differences(in schema: String, limit: Int) -> SQL {
        SQL(
            verbatim: """
                SELECT \(self.row(self.key)) AS key, live.whole AS live, rebuilt.whole AS rebuilt
                FROM (\(self.lines(.live, schema))) AS live
                FULL JOIN (\(self.lines(.rebuilt, schema))) AS rebuilt USING (\(self.keys))
                WHERE live.whole IS DISTINCT FROM rebuilt.whole
                ORDER BY \(self.keys)
                LIMIT \(limit)
                """
        )
    }

    /// The SHA-256 of the rows of each part, and how many there are.
    private func hashes(_ side: Side, _ schema: String) -> String {
        """
        SELECT part, sum(count)::bigint AS count,
            sha256(string_agg(hash, ''::bytea ORDER BY piece)) AS hash
        FROM (
            SELECT part, (place - 1) / \(Self.hashedAtOnce) AS piece, count(*) AS count,
                sha256(convert_to(string_agg(whole, E'\\n' ORDER BY place), 'UTF8')) AS hash
            FROM (
                SELECT \(self.part.rawValue) AS part,
                    \(self.row(self.key + self.figures)) AS whole,
                    row_number() OVER (
                        PARTITION BY \(self.part.rawValue) ORDER BY \(self.keys)
                    ) AS place
                FROM \(self.table(side, schema))
                WHERE \(self.condition)
            ) AS placed
            GROUP BY 1, 2
        ) AS pieces
        GROUP BY 1
        """
    }

    private var keys: String { self.key.joined(separator: ", ") }

    private func row(_ columns: [String]) -> String {
        "ROW(\(columns.joined(separator: ", ")))::text"
    }

    private func lines(_ side: Side, _ schema: String) -> String {
        """
        SELECT \(self.keys), \(self.row(self.figures)) AS whole
        FROM \(self.table(side, schema))
        WHERE \(self.condition)
        """
    }

    private func table(_ side: Side, _ schema: String) -> String {
        let schema =
            switch side {
            case .live: schema
            case .rebuilt: "pg_temp"
            }
        guard let rows = self.rows else { return "\(schema).\(self.name)" }
        return "(\(rows(schema))) AS \(self.name)"
    }

    /// Lines by their places among those of their variant, and so what follows them: a line that somebody
    /// has added or deleted changes the numbers of all that come after it, of whatever variant.
    static func numbered(in schema: String) -> String {
        """
        SELECT line.*, own.ordinal,
            CASE WHEN line.follows IS NOT NULL THEN ROW(
                coalesce(followed.ordinal, - line.follows), nullif(followed.variant, line.variant)
            )::text END AS followed
        FROM \(schema).cost_entry AS line
        JOIN (\(self.ordinals(in: schema))) AS own ON own.number = line.number
        LEFT JOIN (\(self.ordinals(in: schema))) AS followed ON followed.number = line.follows
        """
    }

    /// Debts by the places of the lines that owe them.
    static func owed(in schema: String) -> String {
        """
        SELECT debt.*, coalesce(own.ordinal, - debt.line) AS ordinal
        FROM \(schema).cost_debt AS debt
        LEFT JOIN (\(self.ordinals(in: schema))) AS own
            ON own.number = debt.line AND own.variant = debt.variant
        """
    }

    private static func ordinals(in schema: String) -> String {
        """
        SELECT number, variant, row_number() OVER (PARTITION BY variant ORDER BY number) AS ordinal
        FROM \(schema).cost_entry
        """
    }
}
