import Contracts
import Kernel
import Postgres

/// Stock levels: what is where, now or as it was.
///
/// The past is computed from the present: the balance, less the movements that came after. That
/// costs as much as has happened since, and not as much as ever happened; a balance is never
/// deleted, so what is at zero now can still be seen in the past.
struct StockQuery: Sendable {
    /// What one row stands for.
    enum Grouping: String, CaseIterable, Sendable {
        case warehouse
        case location
        case lot
    }

    var grouping = Grouping.warehouse
    /// Conditions on `variant`.
    var variants: [SQL] = []
    /// Conditions on `location`, the places that are counted.
    var places: [SQL] = []
    /// Counts what had happened by then.
    var asOf: Timestamp?
    /// Counts what had been recorded by then.
    var knownAt: Timestamp?
    var includesZero = false
    /// Whether promises are looked up; only for whole warehouses.
    var showsReserved = false
    var after: StockPosition?
    var limit: Int

    /// At most `limit` rows, by SKU, place and lot.
    var statement: SQL {
        """
        SELECT variant.id AS variant, variant.sku, variant.name, variant.base_unit, stock.*
        FROM variant
        CROSS JOIN LATERAL (\(fragment: self.levels)) AS stock
        WHERE \(fragment: .all(self.variants + self.position))
        ORDER BY variant.sku, variant.id, stock.code, stock.lot_code
        LIMIT \(self.limit)
        """
    }

    /// The rows of one variant.
    private var levels: SQL {
        let lot: SQL = self.grouping == .lot ? "lot.id" : "NULL::uuid"
        let code: SQL = self.grouping == .lot ? "coalesce(lot.code, '')" : "''::text COLLATE \"C\""
        let expiry: SQL = self.grouping == .lot ? "lot.expires_on" : "NULL::date"
        let place: SQL =
            self.grouping == .warehouse ? "location.warehouse" : "location.id"
        return """
            SELECT place.id AS place, place.code COLLATE "C" AS code,
                \(fragment: lot) AS lot,
                \(fragment: code) AS lot_code,
                \(fragment: expiry) AS expires_on,
                sum(\(fragment: self.onHand))::bigint AS on_hand,
                \(fragment: self.reserved) AS reserved
            FROM balance
            JOIN location ON location.id = balance.location
            JOIN location AS place ON place.id = \(fragment: place)
            LEFT JOIN lot ON lot.id = balance.lot
            \(fragment: self.later)
            \(fragment: self.promises)
            WHERE balance.variant = variant.id AND \(fragment: .all(self.places))
            GROUP BY 1, 2, 3, 4, 5, 7
            \(fragment: self.having)
            """
    }

    private var reserved: SQL {
        self.showsReserved ? "coalesce(availability.reserved, 0)" : "NULL::bigint"
    }

    private var promises: SQL {
        guard self.showsReserved else { return "" }
        return """
            LEFT JOIN availability ON availability.variant = variant.id
                AND availability.warehouse = place.id
            """
    }

    private var having: SQL {
        if self.includesZero { return "" }
        let sum: SQL = "sum(\(fragment: self.onHand)) <> 0"
        return self.showsReserved
            ? "HAVING \(fragment: sum) OR coalesce(max(availability.reserved), 0) <> 0"
            : "HAVING \(fragment: sum)"
    }

    /// The balance as of the times that are asked for.
    private var onHand: SQL {
        self.isLater == nil
            ? "balance.on_hand" : "(balance.on_hand - coalesce(later.quantity, 0))"
    }

    /// What came to each place and lot after those times, once for all balances of the variant.
    private var later: SQL {
        guard let isLater = self.isLater else { return "" }
        return """
            LEFT JOIN (
                SELECT ends.location, coalesce(movement.lot, \(ID<Lot>.none)) AS lot,
                    sum(ends.quantity) AS quantity
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
        if let asOf = self.asOf { conditions.append("movement.effective_at > \(asOf)") }
        return conditions.first.map { first in
            conditions.dropFirst().reduce(first) { $0 + " OR " + $1 }
        }
    }

    private var position: [SQL] {
        guard let after = self.after else { return [] }
        return [
            // Lets the index on SKU begin where the page before ended.
            "variant.sku >= \(after.sku)",
            """
            (variant.sku, variant.id, stock.code, stock.lot_code)
            > (\(after.sku), \(after.variant), \(after.place), \(after.lot))
            """,
        ]
    }
}

/// Where a page of stock ended.
struct StockPosition: Sendable {
    let sku: String
    let variant: ID<Variant>
    /// The code of the location.
    let place: String
    /// The number of the lot; empty where there is none.
    let lot: String
}
