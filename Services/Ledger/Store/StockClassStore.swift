import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `stock_class` table: how much of each variant a warehouse uses.
enum StockClassStore {
    /// Over which time consumption is added up.
    static let periodDays: Int32 = 90
    /// After how many hours the classes of a warehouse are computed again.
    static let freshHours: Int32 = 24

    /// A warehouse whose classes are missing or old; those without stock have none.
    static let stale: SQL = """
        SELECT location.id
        FROM location
        WHERE location.kind = 'warehouse' AND location.status = 'active'
            AND EXISTS (SELECT FROM availability WHERE availability.warehouse = location.id)
            AND NOT EXISTS (
                SELECT FROM stock_class
                WHERE stock_class.warehouse = location.id
                    AND stock_class.computed_at > now() - make_interval(hours => \(freshHours))
            )
        ORDER BY location.id
        LIMIT 1
        """

    /// What left a warehouse for customers, less what came back, and what was used up there; for every
    /// variant that it ever had.
    static func consumption(of warehouse: ID<Location>) -> SQL {
        """
        SELECT availability.variant, coalesce(used.quantity, 0)::bigint AS quantity
        FROM availability
        LEFT JOIN (
            SELECT movement.variant, sum(
                CASE WHEN target.kind IN ('customer', 'production')
                    THEN movement.quantity ELSE - movement.quantity END
            ) AS quantity
            FROM movement
            JOIN location AS source ON source.id = movement.from_location
            JOIN location AS target ON target.id = movement.to_location
            WHERE movement.recorded_at > now() - make_interval(days => \(Self.periodDays))
                AND (
                    source.warehouse = \(warehouse) AND target.kind IN ('customer', 'production')
                    OR target.warehouse = \(warehouse) AND source.kind = 'customer'
                )
            GROUP BY movement.variant
        ) AS used ON used.variant = availability.variant
        WHERE availability.warehouse = \(warehouse)
        """
    }

    static func save(
        _ classes: [ID<Variant>: StockClass],
        consumption: [ID<Variant>: Quantity],
        of warehouse: ID<Location>
    ) -> SQL {
        let variants = classes.keys.sorted()
        return """
            INSERT INTO stock_class (warehouse, variant, class, consumption, computed_at)
            SELECT \(warehouse), *, now()
            FROM unnest(
                \(variants),
                \(variants.map { (classes[$0] ?? .c).rawValue }),
                \(variants.map { consumption[$0] ?? .zero })
            )
            ON CONFLICT (warehouse, variant) DO UPDATE
            SET class = excluded.class, consumption = excluded.consumption,
                computed_at = excluded.computed_at
            """
    }
}
