import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Goods by where they came from as they were by two times: those of now, less what came after.
///
/// What is there of an origin follows from lines and shifts. What each is worth by itself does as well,
/// unless all units of a variant were worth the same then; what a pool was worth beyond that is shared
/// among its goods by quantity, as `cost_goods` does it now.
struct PastGoods {
    /// Counts what had happened by then.
    let asOf: Timestamp
    /// Counts what was recorded by then, which is costed.
    let knownAt: Timestamp
    /// Conditions on `pool`, of its `variant` and `warehouse`.
    var pools: [SQL] = []

    /// Rows of `variant`, `warehouse`, `acquired_at` and `value`, which together have all that stock was worth.
    ///
    /// What had left by then and came only later is below zero; what was owed is as well, and has no time.
    var statement: SQL {
        """
        WITH change AS (
            \(fragment: self.lines)
            UNION ALL
            \(fragment: self.shifts)
        ), goods AS (
            SELECT variant, warehouse, acquired_at, origin, sum(quantity) AS quantity,
                sum(value) AS value
            FROM (
                SELECT variant, warehouse, acquired_at, origin, quantity, value
                FROM cost_layer AS pool
                WHERE \(fragment: .all(self.pools))
                UNION ALL
                SELECT variant, warehouse, acquired_at, origin, - quantity, - value
                FROM change
                WHERE origin IS NOT NULL AND NOT is_owed
            ) AS part
            GROUP BY 1, 2, 3, 4
            HAVING sum(quantity) <> 0 OR sum(value) <> 0
        ), worth AS (
            SELECT variant, warehouse, sum(value) AS value
            FROM (
                SELECT variant, warehouse, layer_value::numeric + value AS value
                FROM cost_pool AS pool
                WHERE \(fragment: .all(self.pools))
                UNION ALL
                SELECT variant, warehouse, - worth FROM change
                UNION ALL
                SELECT variant, warehouse, - value FROM goods
            ) AS part
            GROUP BY 1, 2
        ), placed AS (
            SELECT goods.*, sum(quantity) OVER (
                    PARTITION BY variant, warehouse ORDER BY acquired_at, origin
                ) AS upto,
                sum(quantity) OVER (PARTITION BY variant, warehouse) AS total
            FROM goods
        )
        SELECT placed.variant, placed.warehouse, placed.acquired_at, placed.value + CASE
            WHEN placed.total <= 0 THEN 0
            ELSE div(worth.value * placed.upto, placed.total)
                - div(worth.value * (placed.upto - placed.quantity), placed.total)
            END AS value
        FROM placed
        JOIN worth USING (variant, warehouse)
        UNION ALL
        SELECT variant, warehouse, \(self.asOf), worth.value
        FROM worth
        WHERE worth.value <> 0 AND NOT EXISTS (
            SELECT
            FROM placed
            WHERE placed.variant = worth.variant AND placed.warehouse = worth.warehouse
                AND placed.total > 0
        )
        UNION ALL
        SELECT variant, warehouse, NULL, sum(value)
        FROM (
            SELECT variant, warehouse, - owed_value AS value
            FROM cost_pool AS pool
            WHERE \(fragment: .all(self.pools))
            UNION ALL
            SELECT variant, warehouse, owed FROM change
        ) AS owed
        GROUP BY 1, 2
        """
    }

    /// Lines that do not count yet: how much more the goods of the origin are worth by themselves, all goods of
    /// the pool are worth, and is owed.
    ///
    /// What left before it came is owed, and no goods.
    private var lines: SQL {
        let isOwed: SQL = "pool.quantity < 0 AND coalesce(pool.origin = pool.movement, FALSE)"
        return """
            SELECT pool.variant, pool.warehouse, pool.acquired_at, pool.origin, pool.quantity,
                CASE WHEN \(fragment: Self.method) = 'average' THEN 0 ELSE pool.value END AS value,
                CASE WHEN \(fragment: isOwed) THEN 0 ELSE pool.value END AS worth,
                CASE WHEN \(fragment: isOwed) THEN - pool.value ELSE 0 END AS owed,
                \(fragment: isOwed) AS is_owed
            FROM (\(fragment: self.later(in: "cost_entry"))) AS pool
            WHERE \(fragment: .all(self.pools))
            """
    }

    /// The same of shifts: more that is owed is more that goods are worth, whose lines say nothing of it.
    private var shifts: SQL {
        let isOwed: SQL = "pool.origin = \(CostShiftStore.owed.origin)"
        let owed: SQL = "CASE WHEN \(fragment: isOwed) THEN pool.value ELSE 0 END"
        return """
            SELECT pool.variant, pool.warehouse, pool.acquired_at, pool.origin, pool.quantity,
                pool.value, \(fragment: owed), \(fragment: owed), \(fragment: isOwed)
            FROM (\(fragment: self.later(in: "cost_shift"))) AS pool
            WHERE \(fragment: .all(self.pools))
            """
    }

    private func later(in table: SQL) -> SQL {
        """
        SELECT * FROM \(fragment: table) WHERE effective_at > \(self.asOf)
        UNION ALL
        SELECT *
        FROM \(fragment: table)
        WHERE recorded_at > \(self.knownAt) AND effective_at <= \(self.asOf)
        """
    }

    /// How the variant of a line was costed when the line was written.
    private static let method: SQL = """
        coalesce((
            SELECT cost_order.body ->> 'method'
            FROM cost_order
            WHERE cost_order.kind = 'cost'
                AND cost_order.body ->> 'variant' = pool.variant::text
                AND (cost_order.recorded_at, cost_order.id) < (pool.recorded_at, pool.source)
            ORDER BY cost_order.recorded_at DESC, cost_order.id DESC
            LIMIT 1
        ), (
            SELECT method FROM cost_beginning WHERE cost_beginning.variant = pool.variant
        ), 'average')
        """
}
