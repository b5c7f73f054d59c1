import Contracts
import Kernel
import Postgres

/// The stock of one SKU over all warehouses, in one statement: one row for each place and lot, with
/// the totals of its warehouse beside it.
struct VariantStockQuery: Sendable {
    let sku: String
    var time = StockTime()
    /// The warehouses that are counted; `nil` for all.
    var warehouses: Set<ID<Location>>?
    /// Asks whether something is seen that was recorded later than this.
    var horizon: Timestamp?
    /// Places that are listed of one warehouse; all of them are counted.
    var maximumPlaces: Int

    /// The rows of one warehouse after the other, those with something first.
    ///
    /// A variant without stock has one row without a place; one that is not known has none. Of two
    /// that share the SKU for a moment, the newer one comes first.
    var statement: SQL {
        """
        SELECT variant.id AS variant, variant.name, variant.base_unit,
            \(fragment: self.isLate) AS is_late, stock.*
        FROM variant
        LEFT JOIN LATERAL (
            SELECT level.*, root.code AS warehouse_code, availability.reserved,
                (sum(level.on_hand) OVER whole)::bigint AS warehouse_on_hand,
                row_number() OVER (
                    PARTITION BY level.warehouse
                    ORDER BY level.on_hand = 0, level.code, level.lot_code
                ) AS number
            FROM (\(fragment: self.levels)) AS level
            JOIN location AS root ON root.id = level.warehouse
            LEFT JOIN availability ON availability.variant = variant.id
                AND availability.warehouse = level.warehouse
            WINDOW whole AS (PARTITION BY level.warehouse)
        ) AS stock ON stock.number <= \(self.maximumPlaces)
        WHERE variant.sku = \(self.sku) AND NOT variant.is_deleted
        ORDER BY variant.id DESC, stock.warehouse_code COLLATE "C", stock.number
        """
    }

    private var levels: SQL {
        let own: SQL = self.warehouses.map { "location.warehouse = ANY (\(Array($0)))" } ?? "true"
        return """
            SELECT location.warehouse, location.kind = 'transit' AS is_transit,
                location.id AS place, location.code COLLATE "C" AS code,
                lot.id AS lot, coalesce(lot.code, '') AS lot_code, lot.expires_on,
                \(fragment: self.time.onHand) AS on_hand
            FROM balance
            JOIN location ON location.id = balance.location
            LEFT JOIN lot ON lot.id = balance.lot
            \(fragment: self.time.later)
            WHERE balance.variant = variant.id AND \(fragment: own)
            """
    }

    private var isLate: SQL {
        guard let horizon = self.horizon else { return "false" }
        return "coalesce((\(fragment: JournalStore.lastRecorded)) > \(horizon), false)"
    }
}

/// One row of a ``VariantStockQuery`` that has a place.
struct VariantStockRow: Sendable {
    let warehouse: LocationLabel
    let isTransit: Bool
    /// Of the whole warehouse.
    let warehouseOnHand: Quantity
    /// Of the whole warehouse.
    let reserved: Quantity
    let place: LocationLabel
    let lot: LotLabel?
    let onHand: Quantity

    /// `nil` for the row of a variant without stock.
    init?(_ row: Row) throws {
        guard let place = try row.decode("place", as: ID<Location>?.self) else { return nil }
        self.warehouse = LocationLabel(
            id: try row.decode("warehouse"),
            code: try row.decode("warehouse_code")
        )
        self.isTransit = try row.decode("is_transit")
        self.warehouseOnHand = try row.decode("warehouse_on_hand")
        self.reserved = try row.decode("reserved", as: Quantity?.self) ?? .zero
        self.place = LocationLabel(id: place, code: try row.decode("code"))
        self.lot = try row.decode("lot", as: ID<Lot>?.self).map { id in
            LotLabel(
                id: id,
                code: try row.decode("lot_code"),
                expiresOn: try row.decode("expires_on")
            )
        }
        self.onHand = try row.decode("on_hand")
    }
}
