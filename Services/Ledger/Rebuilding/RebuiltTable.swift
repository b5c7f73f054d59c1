import Postgres

/// A table that is kept and was rebuilt: which of its rows count, and what of them.
struct RebuiltTable: Sendable {
    let name: String
    /// By what rows are told apart, in the order in which they are hashed.
    let key: [String]
    let figures: [String]
    /// Rows of nothing are as good as none.
    var condition = "true"

    /// Which of the two.
    enum Side: String {
        case live
        case rebuilt
    }

    /// Versions and places of rows follow from how often they were written, and so are no part of them.
    static let stock = [
        RebuiltTable(
            name: "balance",
            key: ["variant", "location", "lot"],
            figures: ["on_hand"],
            condition: "on_hand <> 0"
        ),
        RebuiltTable(
            name: "availability",
            key: ["variant", "warehouse"],
            figures: ["on_hand", "withheld", "reserved", "reservations"],
            condition: "(on_hand, withheld, reserved, reservations) <> (0, 0, 0, 0)"
        ),
    ]

    /// The book itself, which nobody writes over.
    static let lines = RebuiltTable(
        name: "cost_entry",
        key: ["variant", "number"],
        figures: [
            "kind", "account", "warehouse", "source", "movement", "quantity", "value", "origin",
            "acquired_at", "follows", "is_priced", "unit_cost", "unit_cost_currency", "rate",
            "effective_at", "recorded_at",
        ]
    )

    static let costs = [
        RebuiltTable(
            name: "cost_layer",
            key: ["variant", "warehouse", "acquired_at", "origin"],
            figures: ["quantity", "value", "is_priced"]
        ),
        RebuiltTable(
            name: "cost_debt",
            key: ["variant", "line"],
            figures: ["warehouse", "movement", "account", "quantity", "value"]
        ),
        RebuiltTable(
            name: "cost_pool",
            key: ["variant", "warehouse"],
            figures: ["unit_cost", "value", "quantity", "layer_value"]
        ),
        RebuiltTable(name: "cost_method", key: ["variant"], figures: ["method", "standard"]),
    ]

    static let all = Self.stock + [Self.lines] + Self.costs

    /// The SHA-256 of all rows, by way of one for each variant; `hash` in hexadecimal digits, and `count`.
    func hash(_ side: Side, in schema: String) -> SQL {
        SQL(
            verbatim: """
                SELECT encode(
                        sha256(coalesce(string_agg(part.hash, ''::bytea ORDER BY part.variant), '')),
                        'hex'
                    ) AS hash,
                    coalesce(sum(part.count), 0)::bigint AS count
                FROM (
                    SELECT variant, count(*) AS count, sha256(convert_to(
                        string_agg(\(self.row(self.key + self.figures)), E'\\n' ORDER BY \(self.keys)),
                        'UTF8'
                    )) AS hash
                    FROM \(self.table(side, schema))
                    WHERE \(self.condition)
                    GROUP BY variant
                ) AS part
                """
        )
    }

    /// Rows that are not the same on both sides: `variant`, the key as text, `live` and `rebuilt`.
    func differences(in schema: String, limit: Int) -> SQL {
        SQL(
            verbatim: """
                SELECT variant, \(self.row(self.key)) AS key, live.line AS live,
                    rebuilt.line AS rebuilt
                FROM (\(self.lines(.live, schema))) AS live
                FULL JOIN (\(self.lines(.rebuilt, schema))) AS rebuilt USING (\(self.keys))
                WHERE live.line IS DISTINCT FROM rebuilt.line
                ORDER BY \(self.keys)
                LIMIT \(limit)
                """
        )
    }

    private var keys: String { self.key.joined(separator: ", ") }

    private func row(_ columns: [String]) -> String {
        "ROW(\(columns.joined(separator: ", ")))::text"
    }

    private func lines(_ side: Side, _ schema: String) -> String {
        """
        SELECT \(self.keys), \(self.row(self.figures)) AS line
        FROM \(self.table(side, schema))
        WHERE \(self.condition)
        """
    }

    private func table(_ side: Side, _ schema: String) -> String {
        switch side {
        case .live: "\(schema).\(self.name)"
        case .rebuilt: "pg_temp.\(self.name)"
        }
    }
}
