import Contracts
import Kernel
import Postgres

/// What is where, added up again in a session's own tables.
enum RebuiltStock {
    /// Adds up some of the journal; `false` where there is no more that is complete.
    static func advance(movements limit: Int, in transaction: borrowing Transaction) throws -> Bool
    {
        let horizon = try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
        let next = ShadowStore.nextPosition(before: horizon.time, limit: limit)
        guard let row = try transaction.execute(next).first else { return false }
        try transaction.pipeline(ShadowStore.advance(to: try row.decode("recorded_to")))
        return true
    }

    /// Makes balances and availabilities of what was added up and of what was recorded since, and
    /// reservations of their changes.
    static func fill(variants limit: Int, in transaction: borrowing Transaction) throws {
        let late: SQL = "movement.recorded_at > (\(fragment: ShadowStore.position))"
        try transaction.pipeline([
            "DELETE FROM balance", "DELETE FROM availability", "SET LOCAL enable_seqscan = off",
            """
            INSERT INTO balance (variant, location, lot, on_hand, is_oversold, version)
            SELECT variant, location, lot, sum(on_hand)::bigint, sum(on_hand) < 0, 1
            FROM (
                SELECT variant, location, lot, sum(quantity)::bigint AS on_hand
                FROM month_total
                GROUP BY 1, 2, 3
                UNION ALL
                \(fragment: ShadowStore.sums(of: late))
            ) AS part
            GROUP BY 1, 2, 3
            HAVING sum(on_hand) <> 0
            """, "SET LOCAL enable_seqscan = on",
        ])
        try transaction.pipeline(RebuiltPromises.fill)
        var last: ID<Variant>?
        repeat {
            let variants: [ID<Variant>] = try transaction.execute(
                VariantStore.next(after: last, limit: limit)
            ).map { try $0.decode("id") }
            if !variants.isEmpty { try transaction.execute(self.availabilities(of: variants)) }
            last = variants.last
        } while last != nil
    }

    private static func availabilities(of variants: [ID<Variant>]) -> SQL {
        """
        INSERT INTO availability (
            variant, warehouse, on_hand, withheld, reserved, reservations, is_short, version
        )
        SELECT variant, warehouse, on_hand, withheld, reserved, reservations,
            reserved > on_hand - withheld, 1
        FROM (\(fragment: StockComparison.expectedAvailabilities(of: variants))) AS expected
        """
    }
}
