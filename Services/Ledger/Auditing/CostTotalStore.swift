import Contracts
import Kernel
import Postgres

/// The `cost_total` table: what the book of costs comes to in each month, as far as that is added up.
enum CostTotalStore {
    /// The last line that is in it.
    static let position: SQL = "SELECT cost_number AS number FROM audit_position"

    /// The line through which the next ones are added up; no row where there are none.
    ///
    /// Lines are numbered in the order in which they are committed, without gaps.
    static func nextPosition(upTo end: Int64, limit: Int) -> SQL {
        """
        SELECT least(\(end), cost_number + \(limit)) AS number
        FROM audit_position
        WHERE cost_number < \(end)
        """
    }

    /// Adds up the lines up to `number`.
    static func advance(to number: Int64) -> [SQL] {
        let next: SQL = """
            line.number > (\(fragment: Self.position)) AND line.number <= \(number)
            """
        return [
            """
            INSERT INTO cost_total (variant, month, warehouse, quantity, value)
            \(fragment: Self.months(of: next))
            ON CONFLICT (variant, month, warehouse) DO UPDATE
            SET quantity = \(fragment: .clamped("cost_total.quantity::numeric + excluded.quantity")),
                value = \(fragment: .clamped("cost_total.value::numeric + excluded.value"))
            """, "UPDATE audit_position SET cost_number = \(number)",
        ]
    }

    /// Adds up a variant anew, as far as the others are.
    static func rebuild(_ variant: ID<Variant>) -> [SQL] {
        [
            ShadowStore.lock, "DELETE FROM cost_total WHERE variant = \(variant)",
            """
            INSERT INTO cost_total (variant, month, warehouse, quantity, value)
            \(fragment: Self.months(of: Self.counted(variant)))
            """,
        ]
    }

    /// What was added up of a variant and is not the sum of its lines, by month.
    static func differences(of variant: ID<Variant>) -> SQL {
        """
        SELECT figure.field, variant, warehouse AS location, NULL::uuid AS lot, figure.expected,
            figure.found
        FROM (\(fragment: Self.months(of: Self.counted(variant)))) AS lines
        FULL JOIN (
            SELECT * FROM cost_total WHERE variant = \(variant)
        ) AS kept USING (variant, month, warehouse)
        CROSS JOIN LATERAL (
            VALUES ('value-audit', coalesce(lines.value, 0), coalesce(kept.value, 0)),
                ('audit', coalesce(lines.quantity, 0), coalesce(kept.quantity, 0))
        ) AS figure (field, expected, found)
        WHERE figure.expected <> figure.found
        ORDER BY month, warehouse, field
        """
    }

    /// What lines come to in each month.
    private static func months(of condition: SQL) -> SQL {
        """
        SELECT line.variant, \(fragment: StockTime.month(of: "line.effective_at")) AS month,
            line.warehouse, \(fragment: .clamped("sum(line.quantity)")) AS quantity,
            \(fragment: .clamped("sum(line.value)")) AS value
        FROM cost_entry AS line
        WHERE \(fragment: condition)
        GROUP BY 1, 2, 3
        """
    }

    private static func counted(_ variant: ID<Variant>) -> SQL {
        "line.variant = \(variant) AND line.number <= (\(fragment: Self.position))"
    }
}
