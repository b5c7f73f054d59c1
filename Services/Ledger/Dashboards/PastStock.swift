import Contracts
import Kernel
import Postgres

/// How many variants warehouses had by two times: what they have now, less what came after.
///
/// Of months that came after, the totals are known as far as the auditor has come, as for ``StockTime``;
/// but here they are read of all variants at once.
enum PastStock {
    /// One row for each warehouse that had or has anything; promises are not remembered.
    static func counts(in warehouses: [ID<Location>], at times: DashboardTimes) -> SQL {
        """
        SELECT level.warehouse, count(*) FILTER (WHERE level.on_hand > 0) AS positive,
            count(*) FILTER (
                WHERE level.on_hand = 0 AND \(fragment: self.hasMoved(at: times))
            ) AS zero,
            count(*) FILTER (WHERE level.on_hand < 0) AS negative
        FROM (
            SELECT part.variant, part.warehouse, sum(part.quantity) AS on_hand
            FROM (
                SELECT variant, warehouse, on_hand AS quantity
                FROM availability
                UNION ALL
                SELECT later.variant, location.warehouse, - later.quantity
                FROM (
                    \(fragment: self.later(than: times.asOf, knownAt: "\(times.knownAt)"))
                ) AS later
                JOIN location ON location.id = later.location
            ) AS part
            WHERE part.warehouse = ANY (\(warehouses))
            GROUP BY 1, 2
        ) AS level
        GROUP BY 1
        """
    }

    /// What came to each place, and below zero what left, and does not count yet; each movement is in one
    /// part at most.
    ///
    /// - Parameter asOf: `nil` counts whatever had been recorded, whenever it happened.
    static func later(than asOf: Timestamp?, knownAt: SQL) -> SQL {
        let recorded: SQL = """
            \(fragment: self.ends(of: "movement"))
            WHERE movement.recorded_at > \(fragment: knownAt)
            """
        guard let asOf else { return recorded }
        let month = StockTime.month(of: "\(asOf)::timestamptz")
        let rest = MovementSpan(
            from: "\(asOf.advanced(by: .microseconds(1)))::timestamptz",
            before: """
                ((\(fragment: month) + interval '1 month') AT TIME ZONE 'UTC')
                """,
            recordedTo: "(\(fragment: ShadowStore.position))"
        )
        return """
            SELECT variant, location, quantity
            FROM month_total
            WHERE month > \(fragment: month)
            UNION ALL
            \(fragment: self.ends(of: "(\(fragment: rest.movements))"))
            UNION ALL
            \(fragment: self.ends(of: "movement"))
            WHERE movement.recorded_at > (\(fragment: ShadowStore.position))
                AND movement.effective_at > \(asOf)
            UNION ALL
            \(fragment: recorded) AND movement.effective_at <= \(asOf)
            """
    }

    private static func ends(of movements: SQL) -> SQL {
        """
        SELECT movement.variant, ends.location, ends.quantity
        FROM \(fragment: movements) AS movement
        CROSS JOIN LATERAL (
            VALUES (movement.to_location, movement.quantity),
                (movement.from_location, - movement.quantity)
        ) AS ends (location, quantity)
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
