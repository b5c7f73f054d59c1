import Contracts
import Kernel
import Postgres

/// What the goods at each place are worth: costs are known of whole warehouses, and each place has as much of
/// that as it has of the goods.
///
/// The parts are cut off at millionths one behind the other, so that together they are the whole. What is
/// of no place, as where as much is owed at one as is at another, is told of the warehouse itself.
struct PlaceWorth {
    let asOf: Timestamp?
    /// No later than costs are known; `nil` for as far as they are.
    let knownAt: Timestamp?
    /// Conditions on `worth`, of its `variant` and `warehouse`.
    let conditions: [SQL]

    /// Rows of `variant`, `warehouse`, `place`, `quantity` and `value`.
    var statement: SQL {
        """
        WITH worth AS (
            SELECT worth.variant, worth.warehouse, sum(worth.value) AS value
            FROM (
                \(fragment: GetValuation.worth(asOf: self.asOf, knownAt: self.knownAt))
            ) AS worth
            WHERE \(fragment: .all(self.conditions))
            GROUP BY 1, 2
        ), stock AS (
            SELECT variant, warehouse, place, quantity, sum(quantity) OVER (
                    PARTITION BY variant, warehouse ORDER BY place
                ) AS upto,
                sum(quantity) OVER (PARTITION BY variant, warehouse) AS total
            FROM (
                SELECT worth.variant, worth.warehouse, worth.place, sum(worth.quantity) AS quantity
                FROM (\(fragment: self.parts)) AS worth
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

    /// Places and values are of the same movements.
    private var known: SQL {
        self.knownAt.map { "\($0)" } ?? "(SELECT costed_to FROM cost_position)"
    }

    /// What is at each place now, and below zero what came later.
    private var parts: SQL {
        """
        SELECT part.variant, location.warehouse, location.id AS place, part.quantity
        FROM (
            SELECT variant, location, on_hand AS quantity
            FROM balance
            UNION ALL
            SELECT later.variant, later.location, - later.quantity
            FROM (
                \(fragment: PastStock.later(than: self.asOf, knownAt: self.known))
            ) AS later
        ) AS part
        JOIN location ON location.id = part.location AND location.warehouse IS NOT NULL
        """
    }
}
