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
    /// Asks whether the variant moved, as is seen, after this.
    var horizon: Timestamp?
    /// Places that are listed of one warehouse; all of them are counted.
    var maximumPlaces: Int

    /// The rows of one warehouse after the other, those with something first.
    ///
    /// A variant without stock has one row without a place; one that is not known has none. Of two
    /// that share the SKU for a moment, the newer one comes first.
    var statement: SQL {
        """
        SELECT variant.id AS variant, variant.sku, variant.name, variant.base_unit,
            \(fragment: self.isLate) AS is_late, stock.*\(fragment: self.memory)
        FROM variant
        LEFT JOIN LATERAL (
            SELECT level.warehouse, root.code AS warehouse_code, level.is_transit,
                \(fragment: self.figures), level.place, level.code,
                level.lot, level.lot_code, level.expires_on, level.lot_status, level.on_hand,
                level.arrivals,
                (sum(level.on_hand) OVER whole)::bigint AS warehouse_on_hand,
                row_number() OVER (
                    PARTITION BY level.warehouse
                    ORDER BY level.on_hand = 0, level.code, level.lot_code
                ) AS number
            FROM (\(fragment: self.levels)) AS level
            JOIN location AS root ON root.id = level.warehouse
            LEFT JOIN availability ON availability.variant = variant.id
                AND availability.warehouse = level.warehouse
            \(fragment: self.promises)
            WINDOW whole AS (PARTITION BY level.warehouse)
        ) AS stock ON stock.number <= \(self.maximumPlaces)
        WHERE variant.sku = \(self.sku) AND NOT variant.is_deleted
        ORDER BY variant.id DESC, stock.warehouse_code COLLATE "C", stock.number
        """
    }

    private var levels: SQL {
        // What is on the road is read by all for what comes to their warehouses.
        let own: SQL =
            self.warehouses.map {
                "location.warehouse = ANY (\(Array($0))) OR location.kind = 'transit'"
            } ?? "true"
        return """
            SELECT location.warehouse, location.kind = 'transit' AS is_transit,
                location.id AS place, location.code COLLATE "C" AS code,
                lot.id AS lot, coalesce(lot.code, '') AS lot_code, lot.expires_on,
                \(fragment: self.time.lotStatus) AS lot_status,
                \(fragment: self.time.onHand) AS on_hand,
                \(fragment: Arrivals.ofVariant(at: self.time)) AS arrivals
            FROM balance
            JOIN location ON location.id = balance.location
            LEFT JOIN lot ON lot.id = balance.lot
            \(fragment: self.time.later)
            WHERE balance.variant = variant.id AND (\(fragment: own))
            """
    }

    /// What is promised and withheld of a warehouse, or was.
    private var figures: SQL {
        guard !self.time.isNow else { return "availability.reserved, availability.withheld" }
        return """
            coalesce(availability.reserved, 0) - coalesce(promised.quantity, 0) AS reserved,
            coalesce(
                sum(level.on_hand) FILTER (WHERE level.lot_status <> 'released') OVER whole, 0
            )::bigint AS withheld
            """
    }

    private var promises: SQL {
        self.time.recorded.map { time in
            """
            LEFT JOIN (\(fragment: StockTime.promises(after: time))) AS promised
                ON promised.warehouse = level.warehouse
            """
        } ?? ""
    }

    /// Of the past, a last column that says whether it is known what was promised.
    private var memory: SQL {
        self.time.recorded.map { time in
            ", \(fragment: StockTime.remembersPromises(at: time)) AS has_promises"
        } ?? ""
    }

    private var isLate: SQL {
        guard let horizon = self.horizon else { return "false" }
        return """
            (
                SELECT max(movement.recorded_at)
                FROM movement
                WHERE movement.variant = variant.id AND movement.recorded_at > \(horizon)
            ) IS NOT NULL
            """
    }
}
