import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The figure itself, as others are shown it.
extension StockTerms {
    /// What is kept of whole warehouses now; of places, lots and the past what lists of stock come to.
    var figure: SQL {
        if self.field.isOfCosts { return self.worth }
        if self.field == .inTransit { return self.onTheRoad }
        return self.time.isNow && !self.isOfPart ? self.kept : self.counted
    }

    private static func row(_ quantity: SQL) -> SQL {
        Self.row(
            "'figure'",
            ["warehouse": "place.id", "code": "place.code", "quantity": quantity]
        )
    }

    private func figure(onHand: SQL, withheld: SQL, reserved: SQL) -> SQL {
        switch self.field {
        case .reserved: reserved
        case .withheld: withheld
        case .available:
            "\(fragment: onHand) - \(fragment: withheld) - (\(fragment: reserved))"
        case .onHand, .inTransit, .value, .unitCost: onHand
        }
    }

    private var kept: SQL {
        let figure = self.figure(
            onHand: "availability.on_hand",
            withheld: "availability.withheld",
            reserved: "availability.reserved"
        )
        return """
            SELECT \(fragment: Self.row(figure))
            FROM place
            JOIN availability ON availability.variant = \(self.variant)
                AND availability.warehouse = place.id
            """
    }

    /// Added up from balances, less what came later, as lists of stock do it.
    private var counted: SQL {
        let figure = self.figure(
            onHand: "coalesce(level.on_hand, 0)",
            withheld: "coalesce(level.withheld, 0)",
            reserved: self.promised
        )
        let onHand = self.time.onHand
        return """
            SELECT \(fragment: Self.row(figure))
            FROM (SELECT \(self.variant)::uuid AS id) AS variant
            CROSS JOIN place
            LEFT JOIN availability ON availability.variant = variant.id
                AND availability.warehouse = place.id
            LEFT JOIN LATERAL (
                SELECT location.warehouse, sum(\(fragment: onHand)) AS on_hand,
                    sum(\(fragment: onHand)) FILTER (
                        WHERE \(fragment: self.time.lotStatus) <> 'released'
                    ) AS withheld
                FROM balance
                JOIN location ON location.id = balance.location
                LEFT JOIN lot ON lot.id = balance.lot
                \(fragment: self.time.later)
                WHERE balance.variant = variant.id
                    AND \(fragment: .all(self.here + self.ofLot("balance.lot")))
                GROUP BY 1
            ) AS level ON level.warehouse = place.id
            \(fragment: self.promises)
            """
    }

    private var promised: SQL {
        let now: SQL = "coalesce(availability.reserved, 0)"
        guard self.field.hasPromises, self.time.recorded != nil else { return now }
        return "\(fragment: now) - coalesce(promised.quantity, 0)"
    }

    /// What has become of promises since.
    private var promises: SQL {
        guard self.field.hasPromises, let time = self.time.recorded else { return "" }
        return """
            LEFT JOIN LATERAL (\(fragment: StockTime.promises(after: time))) AS promised
                ON promised.warehouse = place.id
            """
    }

    private var onTheRoad: SQL {
        """
        SELECT \(fragment: Self.row("arrival.quantity"))
        FROM (\(fragment: Arrivals.all(of: [self.variant], at: self.time))) AS arrival
        JOIN place ON place.id = arrival.warehouse
        """
    }
}
