import Contracts
import Kernel
import Postgres

/// The rows of one variant.
extension StockQuery {
    /// Of whole warehouses now: their sums are kept.
    ///
    /// Each place is looked up by itself, which a plan remembers for the rows that follow; joined, all
    /// places would be read for each variant.
    var keptLevels: SQL {
        """
        SELECT place.id AS place, place.code,
            NULL::uuid AS lot, ''::text COLLATE "C" AS lot_code, NULL::date AS expires_on,
            NULL::text AS lot_status, availability.on_hand, availability.reserved,
            availability.withheld
        FROM availability
        CROSS JOIN LATERAL (
            SELECT location.id, location.code COLLATE "C" AS code
            FROM location
            WHERE location.id = availability.warehouse AND \(fragment: .all(self.placed))
            OFFSET 0
        ) AS place
        WHERE availability.variant = variant.id
            AND (availability.on_hand <> 0 OR availability.reserved <> 0)
        """
    }

    /// Added up from balances.
    var countedLevels: SQL {
        let lot: SQL = self.grouping == .lot ? "lot.id" : "NULL::uuid"
        let code: SQL = self.grouping == .lot ? "coalesce(lot.code, '')" : "''::text COLLATE \"C\""
        let expiry: SQL = self.grouping == .lot ? "lot.expires_on" : "NULL::date"
        let status = self.grouping == .lot ? self.time.lotStatus : "NULL::text"
        let place: SQL =
            self.grouping == .warehouse ? "location.warehouse" : "location.id"
        return """
            SELECT place.id AS place, place.code COLLATE "C" AS code,
                \(fragment: lot) AS lot,
                \(fragment: code) AS lot_code,
                \(fragment: expiry) AS expires_on,
                \(fragment: status) AS lot_status,
                sum(\(fragment: self.time.onHand))::bigint AS on_hand,
                \(fragment: self.reserved) AS reserved,
                \(fragment: self.withheld) AS withheld
            FROM balance
            JOIN location ON location.id = balance.location
            JOIN location AS place ON place.id = \(fragment: place)
            LEFT JOIN lot ON lot.id = balance.lot
            \(fragment: self.time.later)
            \(fragment: self.promises)
            WHERE balance.variant = variant.id AND \(fragment: .all(self.placed))
            GROUP BY 1, 2, 3, 4, 5, 6
            \(fragment: self.having)
            """
    }

    /// What is promised, or was as far as that is known.
    private var reserved: SQL {
        guard self.showsReserved else { return "NULL::bigint" }
        let now: SQL = "coalesce(max(availability.reserved), 0)"
        guard let time = self.time.recorded else { return now }
        return """
            CASE WHEN \(fragment: StockTime.remembersPromises(at: time))
                THEN \(fragment: now) - coalesce(max(promised.quantity), 0) END
            """
    }

    /// What is there of lots that are not released, or was.
    private var withheld: SQL {
        guard self.showsReserved else { return "NULL::bigint" }
        let now: SQL = "coalesce(max(availability.withheld), 0)"
        guard !self.time.isNow else { return now }
        return """
            coalesce(
                sum(\(fragment: self.time.onHand)) FILTER (
                    WHERE \(fragment: self.time.lotStatus) <> 'released'
                ), 0
            )::bigint
            """
    }

    private var promises: SQL {
        guard self.showsReserved else { return "" }
        let kept: SQL = """
            LEFT JOIN availability ON availability.variant = variant.id
                AND availability.warehouse = place.id
            """
        guard let time = self.time.recorded else { return kept }
        return """
            \(fragment: kept)
            LEFT JOIN (\(fragment: StockTime.promises(after: time))) AS promised
                ON promised.warehouse = place.id
            """
    }

    private var having: SQL {
        if self.includesZero {
            return self.time.knownAt.map { "HAVING bool_or(\(fragment: Self.isKnown(at: $0)))" }
                ?? ""
        }
        let sum: SQL = "sum(\(fragment: self.time.onHand)) <> 0"
        return self.showsReserved
            ? "HAVING \(fragment: sum) OR coalesce(\(fragment: self.reserved), 0) <> 0"
            : "HAVING \(fragment: sum)"
    }

    /// Whether anything had come to a place or left it, as far as it was recorded by then: what came there
    /// later adds no row to what was known.
    private static func isKnown(at time: Timestamp) -> SQL {
        """
        EXISTS (
            SELECT
            FROM movement
            WHERE movement.variant = variant.id AND movement.recorded_at <= \(time)
                AND coalesce(movement.lot, \(ID<Lot>.none)) = balance.lot
                AND balance.location IN (movement.from_location, movement.to_location)
        )
        """
    }
}
