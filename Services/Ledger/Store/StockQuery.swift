import Contracts
import Kernel
import Postgres

/// A list of stock levels: what is where, now or as it was.
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
    var time = StockTime()
    var includesZero = false
    /// Whether promises are looked up; only for whole warehouses.
    var showsReserved = false
    var after: StockPosition?
    var limit: Int

    /// At most `limit` rows, by SKU, place and lot.
    ///
    /// Variants come sorted, and `OFFSET 0` keeps the planner from sorting later: the levels of as
    /// many are added up as the page holds, and not those of all that match.
    var statement: SQL {
        """
        SELECT variant.id AS variant, variant.sku, variant.name, variant.base_unit, stock.*
        FROM (
            SELECT variant.*
            FROM variant
            WHERE \(fragment: .all(self.variants + self.firstVariant))
            ORDER BY sku, id
            OFFSET 0
        ) AS variant
        CROSS JOIN LATERAL (\(fragment: self.levels)) AS stock
        WHERE \(fragment: .all(self.position))
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
                sum(\(fragment: self.time.onHand))::bigint AS on_hand,
                \(fragment: self.reserved) AS reserved
            FROM balance
            JOIN location ON location.id = balance.location
            JOIN location AS place ON place.id = \(fragment: place)
            LEFT JOIN lot ON lot.id = balance.lot
            \(fragment: self.time.later)
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
        let sum: SQL = "sum(\(fragment: self.time.onHand)) <> 0"
        return self.showsReserved
            ? "HAVING \(fragment: sum) OR coalesce(max(availability.reserved), 0) <> 0"
            : "HAVING \(fragment: sum)"
    }

    /// Lets the index on SKU begin where the page before ended.
    private var firstVariant: [SQL] {
        self.after.map { ["variant.sku >= \($0.sku)"] } ?? []
    }

    private var position: [SQL] {
        guard let after = self.after else { return [] }
        return [
            """
            (variant.sku, variant.id, stock.code, stock.lot_code)
            > (\(after.sku), \(after.variant), \(after.place), \(after.lot))
            """
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
