import Contracts
import Kernel
import Postgres

/// What a stock level counts: what had happened by one time and was recorded by another; without
/// either, what is there now.
///
/// The past is computed from the present: the balance, less the movements that came after. That
/// costs as much as has happened since, and not as much as ever happened; a balance is never
/// deleted, so what is at zero now can still be seen in the past.
struct StockTime: Sendable {
    /// Counts what had happened by then.
    var asOf: Timestamp?
    /// Counts what had been recorded by then.
    var knownAt: Timestamp?

    /// Whether what is there now is asked for, and nothing has to be taken back.
    var isNow: Bool { self.isLater == nil }

    /// The balance as of the times that are asked for; stands beside ``later``.
    var onHand: SQL {
        self.isNow
            ? "balance.on_hand" : "(balance.on_hand - coalesce(later.quantity, 0))"
    }

    /// Joins what came to each place and lot after those times, once for all balances of the
    /// variant.
    var later: SQL {
        guard let isLater = self.isLater else { return "" }
        return """
            LEFT JOIN (
                SELECT ends.location, coalesce(movement.lot, \(ID<Lot>.none)) AS lot,
                    sum(ends.quantity)::bigint AS quantity
                FROM movement
                CROSS JOIN LATERAL (
                    VALUES (movement.to_location, movement.quantity),
                        (movement.from_location, - movement.quantity)
                ) AS ends (location, quantity)
                WHERE movement.variant = variant.id AND (\(fragment: isLater))
                GROUP BY 1, 2
            ) AS later ON later.location = balance.location AND later.lot = balance.lot
            """
    }

    /// Whether a movement does not count yet; `nil` where all do.
    private var isLater: SQL? {
        var conditions: [SQL] = []
        if let knownAt = self.knownAt { conditions.append("movement.recorded_at > \(knownAt)") }
        if let asOf = self.asOf {
            // What happened later was recorded later, too, but for the difference of two clocks, or
            // else is ahead of its time; each of the two has an index.
            conditions.append(
                """
                movement.effective_at > \(asOf)
                    AND movement.recorded_at > \(asOf)::timestamptz - interval '1 hour'
                    OR movement.effective_at > \(asOf)
                    AND movement.effective_at - movement.recorded_at > interval '1 hour'
                """
            )
        }
        return conditions.first.map { first in
            conditions.dropFirst().reduce(first) { $0 + " OR " + $1 }
        }
    }
}
