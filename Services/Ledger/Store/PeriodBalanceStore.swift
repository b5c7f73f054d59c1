import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The tables `period_balance`, which only grows, and `period_sealing`.
enum PeriodBalanceStore {
    /// How far a period is sealed; held by the one who goes on.
    static func progress(of period: Int64) -> SQL {
        "SELECT known_at, variant FROM period_sealing WHERE period = \(period) FOR UPDATE"
    }

    static func begin(_ period: Int64, knownAt: Timestamp) -> SQL {
        """
        INSERT INTO period_sealing (period, known_at)
        VALUES (\(period), \(knownAt))
        ON CONFLICT DO NOTHING
        """
    }

    static func advance(_ period: Int64, to variant: ID<Variant>) -> SQL {
        "UPDATE period_sealing SET variant = \(variant) WHERE period = \(period)"
    }

    static func end(_ period: Int64) -> SQL {
        "DELETE FROM period_sealing WHERE period = \(period)"
    }

    /// Adds up what was where when a period ended.
    ///
    /// What was sealed of the period before, and what moved in between: all of it is written once and
    /// for ever, so whoever adds it up again gets the same.
    ///
    /// - Parameters:
    ///   - previous: When the period before ended; `nil` for the first.
    ///   - knownAt: Counts what was recorded by then, which is all there will ever be.
    static func seal(
        _ period: StockPeriod,
        since previous: Timestamp?,
        knownAt: Timestamp,
        _ variants: [ID<Variant>]
    ) -> SQL {
        """
        INSERT INTO period_balance (period, variant, location, lot, on_hand)
        SELECT \(period.number), variant, location, lot, sum(on_hand)::bigint
        FROM (
            SELECT variant, location, lot, on_hand
            FROM period_balance
            WHERE period = \(period.number) - 1 AND variant = ANY (\(variants))
            UNION ALL
            \(fragment: ShadowStore.sums(of: Self.movements(variants, since: previous,
                before: period.end, knownAt: knownAt)))
        ) AS part
        GROUP BY variant, location, lot
        HAVING sum(on_hand) <> 0
        """
    }

    /// Which movements count.
    private static func movements(
        _ variants: [ID<Variant>],
        since start: Timestamp?,
        before end: Timestamp,
        knownAt: Timestamp
    ) -> SQL {
        let all: SQL = """
            movement.variant = ANY (\(variants)) AND movement.recorded_at <= \(knownAt)
                AND movement.effective_at < \(end)
            """
        guard let start else { return all }
        // What happened later was recorded later, too, but for the difference of two clocks, or else is
        // ahead of its time; each of the two has an index.
        return """
            \(fragment: all) AND movement.effective_at >= \(start) AND (
                movement.recorded_at > \(start)::timestamptz - interval '1 hour'
                OR movement.effective_at - movement.recorded_at > interval '1 hour'
            )
            """
    }

    /// The balances of a period behind a place, in the order of their hash.
    static func page(of period: Int64, after last: Balance.Key?, limit: Int) -> SQL {
        let condition: SQL =
            last.map { key in
                """
                (variant, location, lot)
                    > (\(key.variant), \(key.location), \(key.lot ?? ID<Lot>.none))
                """
            } ?? "true"
        return """
            SELECT variant, location, lot, on_hand
            FROM period_balance
            WHERE period = \(period) AND \(fragment: condition)
            ORDER BY variant, location, lot
            LIMIT \(limit)
            """
    }

    static func balance(_ row: Row) throws -> (key: Balance.Key, onHand: Quantity) {
        let lot: ID<Lot> = try row.decode("lot")
        let key = Balance.Key(
            variant: try row.decode("variant"),
            location: try row.decode("location"),
            lot: lot.named
        )
        return (key, try row.decode("on_hand"))
    }
}
