import Contracts
import Kernel
import Postgres

/// Compares what goods are worth with the lines of the book of costs.
///
/// It is one statement, and so sees both as they were at one moment.
enum CostComparison {
    /// Pools of which the quantity or the value is not the sum of their lines, added up from their
    /// layers or as it is kept with them, or which say that they owe something else than they do.
    ///
    /// - Parameter position: The last line that the audit has added up. As a value, so that a plan
    ///   that is made for it finds how few lines come after.
    static func pools(of variants: [ID<Variant>], after position: Int64) -> SQL {
        """
        SELECT figure.field, variant, warehouse AS location, NULL::uuid AS lot,
            \(fragment: .clamped("figure.expected")) AS expected,
            \(fragment: .clamped("figure.found")) AS found
        FROM (
            SELECT variant, warehouse, sum(quantity) AS quantity, sum(value) AS value
            FROM (
                SELECT variant, warehouse, quantity, value
                FROM cost_total
                WHERE variant = ANY (\(variants))
                UNION ALL
                SELECT variant, warehouse, quantity, value
                FROM cost_entry
                WHERE number > \(position) AND variant = ANY (\(variants))
            ) AS part
            GROUP BY 1, 2
        ) AS book
        FULL JOIN (
            SELECT variant, warehouse, sum(quantity) AS quantity, sum(value) AS value,
                sum(untold_quantity) AS untold_quantity, sum(untold_value) AS untold_value
            FROM (
                SELECT variant, warehouse, quantity, value, 0 AS untold_quantity,
                    0 AS untold_value
                FROM cost_layer
                UNION ALL
                SELECT variant, warehouse, 0, value, -owed_quantity, -owed_value FROM cost_pool
                UNION ALL
                SELECT variant, warehouse, -quantity, -value, quantity, value FROM cost_debt
            ) AS worth
            WHERE variant = ANY (\(variants))
            GROUP BY 1, 2
        ) AS kept USING (variant, warehouse)
        FULL JOIN (
            SELECT variant, warehouse, sum(quantity) AS quantity, sum(value) AS value
            FROM (\(fragment: WarehouseWorth.worth(asOf: nil, knownAt: nil))) AS worth
            WHERE variant = ANY (\(variants))
            GROUP BY 1, 2
        ) AS pool USING (variant, warehouse)
        CROSS JOIN LATERAL (
            VALUES ('costed', coalesce(book.quantity, 0), coalesce(kept.quantity, 0)),
                ('value', coalesce(book.value, 0), coalesce(kept.value, 0)),
                ('costed', coalesce(book.quantity, 0), coalesce(pool.quantity, 0)),
                ('value', coalesce(book.value, 0), coalesce(pool.value, 0)),
                ('layers', coalesce(kept.untold_quantity, 0), 0),
                ('layers', coalesce(kept.untold_value, 0), 0)
        ) AS figure (field, expected, found)
        WHERE figure.expected <> figure.found
        ORDER BY variant, warehouse, field
        """
    }
}
