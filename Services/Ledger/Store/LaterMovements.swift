import Kernel
import Postgres

/// What moved after two times, of all variants at once: what there is now less that is what there was.
///
/// Of months that came after, the totals are known as far as the auditor has come, as for ``StockTime``.
enum LaterMovements {
    /// What came to each place of each lot, and below zero what left, and does not count yet; each movement
    /// is in one part at most.
    ///
    /// Where there is no lot it is all zeros or nothing.
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
            SELECT variant, location, lot, quantity
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
        SELECT movement.variant, ends.location, movement.lot, ends.quantity
        FROM \(fragment: movements) AS movement
        CROSS JOIN LATERAL (
            VALUES (movement.to_location, movement.quantity),
                (movement.from_location, - movement.quantity)
        ) AS ends (location, quantity)
        """
    }
}
