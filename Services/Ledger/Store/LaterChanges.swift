import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What was at places at a time past, and what moved there later.
enum LaterChanges {
    /// What was there at the time, one row for each place with its number in the list; no row for a
    /// place that keeps no balances.
    static func levels(of places: [Balance.Key], at time: Timestamp) -> SQL {
        """
        SELECT wanted.number, (
            coalesce(balance.on_hand, 0) - coalesce((
                SELECT sum(\(fragment: Self.change))
                FROM movement
                WHERE \(fragment: Self.isLater(than: time))
            ), 0)
        )::bigint AS level
        FROM \(fragment: Self.wanted(places))
        JOIN location ON location.id = wanted.location AND location.warehouse IS NOT NULL
        LEFT JOIN balance ON balance.variant = wanted.variant
            AND balance.location = wanted.location AND balance.lot = wanted.lot
        """
    }

    /// What moved later, the earliest first, that of one time together.
    static func changes(of places: [Balance.Key], after time: Timestamp, limit: Int) -> SQL {
        """
        SELECT wanted.number, movement.effective_at,
            sum(\(fragment: Self.change))::bigint AS quantity
        FROM \(fragment: Self.wanted(places))
        JOIN movement ON \(fragment: Self.isLater(than: time))
        GROUP BY 1, 2
        ORDER BY 2, 1
        LIMIT \(limit)
        """
    }

    private static let change: SQL = """
        CASE WHEN movement.to_location = wanted.location
            THEN movement.quantity ELSE - movement.quantity END
        """

    private static func isLater(than time: Timestamp) -> SQL {
        """
        movement.variant = wanted.variant
            AND (
                movement.to_location = wanted.location OR movement.from_location = wanted.location
            )
            AND coalesce(movement.lot, \(ID<Lot>.none)) = wanted.lot
            AND movement.effective_at > \(time)
            AND (
                movement.recorded_at > \(time)::timestamptz - interval '1 hour'
                OR movement.effective_at - movement.recorded_at > interval '1 hour'
            )
        """
    }

    private static func wanted(_ places: [Balance.Key]) -> SQL {
        """
        unnest(
            \((0..<places.count).map { Int32($0) }),
            \(places.map(\.variant)),
            \(places.map(\.location)),
            \(places.map { $0.lot ?? .none })
        ) AS wanted (number, variant, location, lot)
        """
    }
}
