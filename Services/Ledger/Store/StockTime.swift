import Contracts
import Kernel
import Postgres

/// What a stock level counts: what had happened by one time and was recorded by another; without
/// either, what is there now.
///
/// The past is computed from the present: the balance, less what came after. Of months that came
/// after, the totals are known as far as the auditor has come; so it costs as much as moved in one
/// month and was recorded since, and not as much as ever happened. A balance is never deleted, so
/// what is at zero now can still be seen in the past.
struct StockTime: Sendable {
    /// Counts what had happened by then.
    var asOf: Timestamp?
    /// Counts what had been recorded by then.
    var knownAt: Timestamp?

    /// Whether what is there now is asked for, and nothing has to be taken back.
    var isNow: Bool { self.asOf == nil && self.knownAt == nil }

    /// When what has no other time than that of its record was there by: the earlier of the two; `nil`
    /// for now.
    var recorded: Timestamp? { [self.asOf, self.knownAt].compactMap(\.self).min() }

    /// Conditions on `movement`: it counts.
    var counted: [SQL] {
        [
            self.asOf.map { "movement.effective_at <= \($0)" },
            self.knownAt.map { "movement.recorded_at <= \($0)" },
        ].compactMap(\.self)
    }

    /// The balance as of the times that are asked for; stands beside ``later``.
    var onHand: SQL {
        self.isNow
            ? "balance.on_hand" : "(balance.on_hand - coalesce(later.quantity, 0))"
    }

    /// Joins what came to each place and lot after those times, once for all balances of the
    /// variant.
    var later: SQL {
        let parts = self.laterParts
        guard let first = parts.first else { return "" }
        return """
            LEFT JOIN (
                SELECT part.location, part.lot, sum(part.quantity)::bigint AS quantity
                FROM (
                    \(fragment: parts.dropFirst().reduce(first) { $0 + " UNION ALL " + $1 })
                ) AS part
                GROUP BY 1, 2
            ) AS later ON later.location = balance.location AND later.lot = balance.lot
            """
    }

    /// The first day of the month of a time, in UTC.
    static func month(of time: SQL) -> SQL {
        "date_trunc('month', \(fragment: time) AT TIME ZONE 'UTC')::date"
    }

    /// What does not count yet; each movement is in one part at most.
    private var laterParts: [SQL] {
        var parts: [SQL] = []
        if let asOf = self.asOf {
            parts += [
                Self.monthsAfter(asOf), Self.movements(where: Self.isInMonth(after: asOf)),
                Self.movements(
                    where: """
                        movement.effective_at > \(asOf)
                            AND movement.recorded_at > (\(fragment: ShadowStore.position))
                        """
                ),
            ]
        }
        if let knownAt = self.knownAt {
            let isUncounted: SQL = self.asOf.map { "movement.effective_at <= \($0)" } ?? "true"
            parts.append(
                Self.movements(
                    where: """
                        movement.recorded_at > \(knownAt) AND \(fragment: isUncounted)
                        """
                )
            )
        }
        return parts
    }

    private static func monthsAfter(_ time: Timestamp) -> SQL {
        """
        SELECT location, lot, quantity
        FROM month_total
        WHERE month_total.variant = variant.id
            AND month_total.month > \(fragment: self.month(of: "\(time)::timestamptz"))
        """
    }

    /// Whether a movement happened after a time, in the same month, and is in the totals.
    ///
    /// It was recorded then, but for the difference of two clocks, or else is behind or ahead of its
    /// time; each of the three has an index.
    private static func isInMonth(after time: Timestamp) -> SQL {
        let end: SQL = """
            (\(fragment: self.month(of: "\(time)::timestamptz")) + interval '1 month')
                AT TIME ZONE 'UTC'
            """
        return """
            movement.recorded_at <= (\(fragment: ShadowStore.position))
                AND movement.effective_at > \(time)
                AND movement.effective_at < \(fragment: end)
                AND (
                    movement.recorded_at > \(time)::timestamptz - interval '1 hour'
                    AND movement.recorded_at < \(fragment: end) + interval '1 hour'
                    OR movement.recorded_at - movement.effective_at > interval '1 hour'
                    OR movement.effective_at - movement.recorded_at > interval '1 hour'
                )
            """
    }

    private static func movements(where condition: SQL) -> SQL {
        """
        SELECT ends.location, coalesce(movement.lot, \(ID<Lot>.none)) AS lot, ends.quantity
        FROM movement
        CROSS JOIN LATERAL (
            VALUES (movement.to_location, movement.quantity),
                (movement.from_location, - movement.quantity)
        ) AS ends (location, quantity)
        WHERE movement.variant = variant.id AND (\(fragment: condition))
        """
    }
}
