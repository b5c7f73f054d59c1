import Contracts
import Kernel
import Postgres

/// What the goods at each place are worth: costs are known of whole warehouses, and each place has as much of
/// that as it has of the goods.
///
/// The parts are cut off at millionths one behind the other, so that together they are the whole. What is
/// of no place, as where as much is owed at one as is at another, is told of the warehouse itself.
struct PlaceWorth {
    /// What warehouses are worth: rows of `variant`, `warehouse` and `value`.
    let values: SQL
    /// What is where: rows of `variant`, `warehouse`, `place` and `quantity`.
    let goods: SQL
    /// Conditions on `worth`, of its `variant` and `warehouse`.
    var conditions: [SQL] = []

    /// Rows of `variant`, `warehouse`, `place`, `quantity` and `value`.
    var statement: SQL {
        """
        WITH worth AS (
            SELECT worth.variant, worth.warehouse, sum(worth.value) AS value
            FROM (\(fragment: self.values)) AS worth
            WHERE \(fragment: .all(self.conditions))
            GROUP BY 1, 2
        ), stock AS (
            SELECT variant, warehouse, place, quantity, sum(quantity) OVER (
                    PARTITION BY variant, warehouse ORDER BY place
                ) AS upto,
                sum(quantity) OVER (PARTITION BY variant, warehouse) AS total
            FROM (
                SELECT worth.variant, worth.warehouse, worth.place, sum(worth.quantity) AS quantity
                FROM (\(fragment: self.goods)) AS worth
                WHERE \(fragment: .all(self.conditions))
                GROUP BY 1, 2, 3
                HAVING sum(worth.quantity) <> 0
            ) AS level
        )
        SELECT stock.variant, stock.warehouse, stock.place, stock.quantity, CASE
            WHEN stock.total = 0 THEN 0
            ELSE div(coalesce(worth.value, 0) * stock.upto, stock.total)
                - div(coalesce(worth.value, 0) * (stock.upto - stock.quantity), stock.total)
            END AS value
        FROM stock
        LEFT JOIN worth USING (variant, warehouse)
        UNION ALL
        SELECT variant, warehouse, warehouse, 0, value
        FROM worth
        WHERE value <> 0 AND NOT EXISTS (
            SELECT
            FROM stock
            WHERE stock.variant = worth.variant AND stock.warehouse = worth.warehouse
                AND stock.total <> 0
        )
        """
    }
}

extension PlaceWorth {
    /// What is known of two times.
    ///
    /// - Parameter knownAt: No later than costs are known; `nil` for as far as they are.
    init(asOf: Timestamp?, knownAt: Timestamp?, conditions: [SQL]) {
        // Places and values are of the same movements.
        let known: SQL = knownAt.map { "\($0)" } ?? "(SELECT costed_to FROM cost_position)"
        self.init(
            values: WarehouseWorth.worth(asOf: asOf, knownAt: knownAt),
            goods: Self.goods(asOf: asOf, knownAt: known),
            conditions: conditions
        )
    }

    /// What is at each place now, and below zero what came later.
    private static func goods(asOf: Timestamp?, knownAt: SQL) -> SQL {
        """
        SELECT part.variant, location.warehouse, location.id AS place, part.quantity
        FROM (
            SELECT variant, location, on_hand AS quantity
            FROM balance
            UNION ALL
            SELECT later.variant, later.location, - later.quantity
            FROM (
                \(fragment: LaterMovements.later(than: asOf, knownAt: knownAt))
            ) AS later
        ) AS part
        JOIN location ON location.id = part.location AND location.warehouse IS NOT NULL
        """
    }
}
