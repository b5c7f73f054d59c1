import Kernel
import Postgres

/// The stock of several SKUs as it is now, in one statement: one row for each place and lot.
enum PresentStock {
    /// Places and lots of one variant that are read; who has more is asked for alone.
    static let maximumPlaces = 100

    /// The rows of one SKU after the other, of variants that share it the newest first; each in the
    /// order in which stock is shown.
    ///
    /// A variant without stock has one row without a place; one that is not known has none. The
    /// places are read variant by variant: joined, a planner that does not know how many are named
    /// could read all balances.
    static func statement(of skus: [String]) -> SQL {
        """
        SELECT variant.id AS variant, variant.sku, variant.name, variant.base_unit,
            (\(fragment: JournalStore.lastRecorded)) AS last_recorded, stock.*
        FROM variant
        LEFT JOIN LATERAL (
            SELECT location.warehouse, root.code COLLATE "C" AS warehouse_code,
                location.kind = 'transit' AS is_transit, availability.reserved,
                availability.withheld, location.id AS place,
                location.code COLLATE "C" AS code, lot.id AS lot,
                coalesce(lot.code, '') AS lot_code, lot.expires_on, lot.status AS lot_status,
                balance.on_hand, \(fragment: Arrivals.ofVariant(at: StockTime())) AS arrivals
            FROM balance
            JOIN location ON location.id = balance.location
            JOIN location AS root ON root.id = location.warehouse
            LEFT JOIN lot ON lot.id = balance.lot
            LEFT JOIN availability ON availability.variant = variant.id
                AND availability.warehouse = location.warehouse
            WHERE balance.variant = variant.id
                -- Of pallets that have left there may be any number.
                AND (
                    balance.on_hand <> 0 OR location.kind <> 'unit'
                    OR location.status = 'active'
                )
            LIMIT \(Self.maximumPlaces + 1)
        ) AS stock ON true
        WHERE variant.sku = ANY (\(skus)) AND NOT variant.is_deleted
        ORDER BY variant.sku, variant.id DESC, stock.warehouse_code, stock.on_hand = 0, stock.code,
            stock.lot_code
        """
    }
}
