import Contracts
import Kernel
import Postgres

/// Compares what is kept of variants with what follows from the journal.
///
/// Each is one statement, and so sees the journal and what is kept as they were at one moment.
enum StockComparison {
    /// What balances are compared with.
    enum Measure {
        /// What has been added up so far, and what was recorded since: quick.
        case shadow
        /// All of their movements.
        case journal
    }

    /// Balances that are not the sum of their movements.
    static func balances(of variants: [ID<Variant>], by measure: Measure) -> SQL {
        let expected: SQL =
            switch measure {
            case .shadow:
                """
                \(fragment: ShadowStore.balances(of: variants))
                UNION ALL
                \(fragment: ShadowStore.sums(of: Self.late(variants)))
                """
            case .journal: ShadowStore.sums(of: "movement.variant = ANY (\(variants))")
            }
        let kept: SQL = "SELECT * FROM balance WHERE variant = ANY (\(variants))"
        return self.differences(expected, from: kept, called: .balance)
    }

    /// What was added up so far and is not the sum of its movements.
    static func shadow(of variants: [ID<Variant>]) -> SQL {
        let expected = ShadowStore.sums(
            of: """
                movement.variant = ANY (\(variants))
                    AND movement.recorded_at <= (\(fragment: ShadowStore.position))
                """
        )
        return self.differences(expected, from: ShadowStore.balances(of: variants), called: .audit)
    }

    /// What is kept of warehouses and does not follow from balances, reservations and lots.
    static func availabilities(of variants: [ID<Variant>]) -> SQL {
        """
        SELECT figure.field, variant, warehouse AS location, NULL::uuid AS lot,
            figure.expected, figure.found
        FROM (\(fragment: Self.expectedAvailabilities(of: variants))) AS expected
        FULL JOIN (
            SELECT * FROM availability WHERE variant = ANY (\(variants))
        ) AS kept USING (variant, warehouse)
        CROSS JOIN LATERAL (
            VALUES
                ('on-hand', coalesce(expected.on_hand, 0), coalesce(kept.on_hand, 0)),
                ('reserved', coalesce(expected.reserved, 0), coalesce(kept.reserved, 0)),
                ('reservations', coalesce(expected.reservations, 0)::bigint * 10000,
                    coalesce(kept.reservations, 0)::bigint * 10000),
                ('withheld', coalesce(expected.withheld, 0), coalesce(kept.withheld, 0))
        ) AS figure (field, expected, found)
        WHERE figure.expected <> figure.found
        ORDER BY variant, warehouse, field
        """
    }

    /// What follows from balances, reservations and lots for each warehouse that has any.
    static func expectedAvailabilities(of variants: [ID<Variant>]) -> SQL {
        """
        SELECT variant, warehouse, coalesce(stock.on_hand, 0) AS on_hand,
            coalesce(stock.withheld, 0) AS withheld, coalesce(promised.reserved, 0) AS reserved,
            coalesce(promised.reservations, 0) AS reservations
        FROM (
            SELECT balance.variant, location.warehouse, sum(balance.on_hand)::bigint AS on_hand,
                (sum(balance.on_hand) FILTER (WHERE lot.status <> 'released'))::bigint AS withheld
            FROM balance
            JOIN location ON location.id = balance.location
            LEFT JOIN lot ON lot.id = balance.lot
            WHERE balance.variant = ANY (\(variants))
            GROUP BY 1, 2
        ) AS stock
        FULL JOIN (
            SELECT line.variant, reservation.warehouse,
                sum(line.reserved - line.consumed - line.released)::bigint AS reserved,
                count(DISTINCT reservation.id)::integer AS reservations
            FROM reservation_line AS line
            JOIN reservation ON reservation.id = line.reservation
            WHERE line.variant = ANY (\(variants)) AND reservation.state = 'pending'
                AND line.reserved > line.consumed + line.released
            GROUP BY 1, 2
        ) AS promised USING (variant, warehouse)
        """
    }

    private static func late(_ variants: [ID<Variant>]) -> SQL {
        """
        movement.variant = ANY (\(variants))
            AND movement.recorded_at > (\(fragment: ShadowStore.position))
        """
    }

    private static func differences(
        _ expected: SQL,
        from kept: SQL,
        called field: DriftField
    ) -> SQL {
        """
        SELECT \(field.rawValue) AS field, variant, location, lot,
            coalesce(expected.on_hand, 0) AS expected, coalesce(kept.on_hand, 0) AS found
        FROM (
            SELECT variant, location, lot, sum(on_hand)::bigint AS on_hand
            FROM (\(fragment: expected)) AS part
            GROUP BY 1, 2, 3
        ) AS expected
        FULL JOIN (\(fragment: kept)) AS kept USING (variant, location, lot)
        WHERE coalesce(expected.on_hand, 0) <> coalesce(kept.on_hand, 0)
        ORDER BY variant, location, lot
        """
    }
}
