import Contracts
import Kernel
import Postgres

/// How many variants warehouses had by two times: what they have now, less what came after.
///
/// Of months that came after, the totals are known as far as the auditor has come, as for ``StockTime``;
/// but here they are read of all variants at once.
enum PastStock {
    /// One row for each warehouse that had or has anything.
    static func counts(in warehouses: [ID<Location>], at times: DashboardTimes) -> SQL {
        """
        WITH later AS (
            \(fragment: LaterMovements.later(than: times.asOf, knownAt: "\(times.knownAt)"))
        ), withheld AS (
            SELECT lot.id, lot.variant
            FROM (
                SELECT lot FROM balance WHERE on_hand <> 0 UNION SELECT lot FROM later
            ) AS there
            JOIN lot ON lot.id = there.lot
            WHERE \(fragment: StockTime(knownAt: times.recorded).lotStatus) <> 'released'
        )
        SELECT level.warehouse, count(*) FILTER (WHERE level.on_hand > 0) AS positive,
            count(*) FILTER (
                WHERE level.on_hand = 0 AND \(fragment: self.hasMoved(at: times))
            ) AS zero,
            count(*) FILTER (WHERE level.on_hand < 0) AS negative,
            count(*) FILTER (WHERE level.on_hand - level.withheld < level.reserved) AS oversold
        FROM (
            SELECT part.variant, part.warehouse, sum(part.quantity) AS on_hand,
                sum(part.withheld) AS withheld, sum(part.reserved) AS reserved
            FROM (\(fragment: self.parts(at: times))) AS part
            WHERE part.warehouse = ANY (\(warehouses))
            GROUP BY 1, 2
        ) AS level
        GROUP BY 1
        """
    }

    /// What there is now, and below zero what came later; of lots that were withheld then, once more as
    /// such.
    ///
    /// What became of promises later is asked for by variant: so an index finds it where there is much else.
    private static func parts(at times: DashboardTimes) -> SQL {
        """
        SELECT variant, warehouse, on_hand AS quantity, 0 AS withheld, reserved
        FROM availability
        UNION ALL
        SELECT balance.variant, location.warehouse, 0, balance.on_hand, 0
        FROM withheld
        JOIN balance ON balance.variant = withheld.variant AND balance.lot = withheld.id
        JOIN location ON location.id = balance.location
        UNION ALL
        SELECT later.variant, location.warehouse, - later.quantity,
            CASE WHEN withheld.id IS NULL THEN 0 ELSE - later.quantity END, 0
        FROM later
        JOIN location ON location.id = later.location
        LEFT JOIN withheld ON withheld.id = later.lot
        UNION ALL
        SELECT line.variant, change.warehouse, 0, 0,
            - (line.reserved - line.consumed - line.released)
        FROM variant
        JOIN reservation_change_line AS line ON line.variant = variant.id
            AND line.recorded_at > \(times.recorded)
        JOIN reservation_change AS change ON change.reservation = line.reservation
            AND change.version = line.version
        """
    }

    /// Whether a variant had ever been in a warehouse: what came there later was not at zero before.
    private static func hasMoved(at times: DashboardTimes) -> SQL {
        """
        EXISTS (
            SELECT
            FROM movement
            JOIN location ON location.id IN (movement.from_location, movement.to_location)
            WHERE movement.variant = level.variant AND location.warehouse = level.warehouse
                AND movement.recorded_at <= \(times.knownAt)
                AND movement.effective_at <= \(times.asOf)
        )
        """
    }
}
