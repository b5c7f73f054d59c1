import Contracts
import Kernel
import Postgres

/// What stock is worth by warehouse, category and age: the rows of `dashboard_value`.
enum DashboardValues {
    /// Adds up all layers again, in the transaction of the caller.
    ///
    /// What was taken before it came has no age, and counts against the youngest.
    static let replace: [SQL] = [
        "DELETE FROM dashboard_value",
        """
        INSERT INTO dashboard_value (warehouse, category, band, value)
        SELECT worth.warehouse,
            coalesce(variant.category, '00000000-0000-0000-0000-000000000000'),
            1 + (
                SELECT count(*)
                FROM unnest(\(GetValuationAgeing.bands)) AS band (last_day)
                WHERE worth.days > band.last_day
            ), sum(worth.value)
        FROM (
            SELECT goods.variant, goods.warehouse, goods.value,
                \(fragment: .days(since: "goods.acquired_at")) AS days
            FROM cost_pool
            CROSS JOIN LATERAL cost_goods(cost_pool.variant, cost_pool.warehouse) AS goods
            UNION ALL
            SELECT variant, warehouse, - owed_value, 0 FROM cost_pool WHERE owed_value <> 0
        ) AS worth
        JOIN variant ON variant.id = worth.variant
        GROUP BY 1, 2, 3
        """,
    ]

    /// What the stock of some warehouses is worth, the most valuable categories of each first.
    static func categories(_ warehouses: [ID<Location>], limit: Int) -> SQL {
        """
        SELECT *
        FROM (
            SELECT worth.warehouse, worth.category AS id, category.name,
                \(fragment: .money("sum(worth.value)")) AS value,
                row_number() OVER (
                    PARTITION BY worth.warehouse ORDER BY sum(worth.value) DESC, worth.category
                ) AS place
            FROM (
                SELECT warehouse, value,
                    nullif(category, '00000000-0000-0000-0000-000000000000') AS category
                FROM dashboard_value
            ) AS worth
            LEFT JOIN category ON category.id = worth.category
            WHERE worth.warehouse = ANY (\(warehouses))
            GROUP BY worth.warehouse, worth.category, category.name
        ) AS valued
        WHERE place <= \(limit)
        ORDER BY warehouse, place
        """
    }

    /// What it is worth by age, and altogether in the row without a band.
    static func ages(_ warehouses: [ID<Location>]) -> SQL {
        """
        SELECT warehouse, band, \(fragment: .money("sum(value)")) AS value
        FROM dashboard_value
        WHERE warehouse = ANY (\(warehouses))
        GROUP BY GROUPING SETS ((warehouse, band), (warehouse))
        ORDER BY warehouse, band
        """
    }

    /// What it was worth by two times: the categories of then as ``categories(_:limit:)`` tells them, each
    /// with what all of its warehouse was worth.
    static func categories(
        _ warehouses: [ID<Location>],
        limit: Int,
        at times: DashboardTimes
    ) -> SQL {
        let lines = WarehouseWorth.worth(asOf: times.asOf, knownAt: times.knownAt)
        let variants = StockTime(asOf: times.asOf, knownAt: times.knownAt).variants
        return """
            SELECT *
            FROM (
                SELECT worth.warehouse, variant.category AS id, category.name,
                    \(fragment: .money("sum(worth.value)")) AS value,
                    \(fragment: .money(
                        "sum(sum(worth.value)) OVER (PARTITION BY worth.warehouse)"
                    )) AS total,
                    row_number() OVER (
                        PARTITION BY worth.warehouse
                        ORDER BY sum(worth.value) DESC, variant.category
                    ) AS place
                FROM (\(fragment: lines)) AS worth
                JOIN \(fragment: variants) AS variant ON variant.id = worth.variant
                LEFT JOIN category ON category.id = variant.category
                WHERE worth.warehouse = ANY (\(warehouses))
                GROUP BY worth.warehouse, variant.category, category.name
                HAVING sum(worth.value) <> 0
            ) AS valued
            WHERE place <= \(limit)
            ORDER BY warehouse, place
            """
    }

    /// What it was worth by age by two times, as ``ages(_:)`` tells it of now.
    static func ages(_ warehouses: [ID<Location>], at times: DashboardTimes) -> SQL {
        let goods = PastGoods(
            asOf: times.asOf,
            knownAt: times.knownAt,
            pools: ["pool.warehouse = ANY (\(warehouses))"]
        )
        let days = SQL.days(since: "goods.acquired_at", at: "\(times.asOf)::timestamptz")
        return """
            SELECT warehouse, band, \(fragment: .money("sum(value)")) AS value
            FROM (
                SELECT goods.warehouse, goods.value, 1 + (
                    SELECT count(*)
                    FROM unnest(\(GetValuationAgeing.bands)) AS band (last_day)
                    WHERE coalesce(\(fragment: days), 0) > band.last_day
                )::integer AS band
                FROM (\(fragment: goods.statement)) AS goods
            ) AS aged
            GROUP BY 1, 2
            ORDER BY 1, 2
            """
    }
}
