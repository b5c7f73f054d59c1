import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What is in a part of a warehouse and should be counted, what was not counted for longest first.
///
/// Units are counted by their numbers, once for each place; other goods once for each place and lot.
struct DueGoods {
    let root: ID<Location>
    var category: ID<Contracts.Category>?
    /// The only variants that count; `nil` for all.
    var variants: [ID<Variant>]?
    /// After how many days goods are counted again; `nil` to count everything, due or not.
    var days: CountDays?
    let limit: Int

    var statement: SQL {
        """
        SELECT stock.variant, stock.location, stock.lot, stock.is_tracked
        FROM (
            SELECT DISTINCT balance.variant, balance.location, location.warehouse,
                location.code COLLATE "C" AS code, variant.sku,
                CASE WHEN variant.tracking = 'serial' THEN \(ID<Lot>.none) ELSE balance.lot END
                    AS lot,
                variant.tracking = 'serial' AS is_tracked
            FROM location
            JOIN balance ON balance.location = location.id AND balance.on_hand <> 0
            JOIN variant ON variant.id = balance.variant
            WHERE \(fragment: .all(self.conditions))
        ) AS stock
        \(fragment: self.due)
        LIMIT \(self.limit)
        """
    }

    static func target(_ row: Row) throws -> CountTarget {
        let lot: ID<Lot> = try row.decode("lot")
        return CountTarget(
            variant: try row.decode("variant"),
            location: try row.decode("location"),
            lot: lot.named,
            isTracked: try row.decode("is_tracked")
        )
    }

    private var conditions: [SQL] {
        var conditions: [SQL] = [
            "location.path @> ARRAY[\(self.root)]", "location.kind <> 'transit'",
        ]
        if let category = self.category {
            conditions.append(StockTime().isWithin(category))
        }
        if let variants = self.variants {
            conditions.append("variant.id = ANY (\(variants))")
        }
        return conditions
    }

    /// What is on an open sheet is being counted, and what has no class yet is of the last one.
    private var due: SQL {
        guard let days = self.days else { return "ORDER BY stock.code, stock.sku, stock.lot" }
        return """
            LEFT JOIN stock_class ON stock_class.warehouse = stock.warehouse
                AND stock_class.variant = stock.variant
            LEFT JOIN LATERAL (
                SELECT max(result.observed_at) AS observed_at
                FROM count_result AS result
                WHERE result.variant = stock.variant AND result.location = stock.location
                    AND (result.lot = stock.lot OR stock.is_tracked)
            ) AS last ON true
            WHERE (
                last.observed_at IS NULL OR last.observed_at <= now() - make_interval(
                    days => CASE stock_class.class
                        WHEN 'A' THEN \(Int32(days.a)) WHEN 'B' THEN \(Int32(days.b))
                        ELSE \(Int32(days.c))
                    END
                )
            ) AND NOT EXISTS (
                SELECT FROM count_line AS line
                WHERE line.is_open AND line.variant = stock.variant
                    AND line.location = stock.location AND line.lot = stock.lot
            )
            ORDER BY last.observed_at NULLS FIRST, coalesce(stock_class.class, 'C'), stock.code,
                stock.sku, stock.lot
            """
    }
}

/// After how many days goods of each class are counted again.
struct CountDays: Codable, Hashable, Sendable {
    let a: Int
    let b: Int
    let c: Int

    /// Where a plan says nothing.
    static let standard = CountDays(a: 30, b: 90, c: 180)
    static let range = 1...3_650
}
