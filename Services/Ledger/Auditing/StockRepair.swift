import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Puts right what is kept of one variant, and enters what was wrong.
///
/// Under the locks of those who change stock: what is compared there is what is there. A figure that
/// has been put right meanwhile is right.
enum StockRepair {
    /// - Returns: What was put right.
    static func perform(
        on variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> [FoundDrift] {
        let variants = [variant]
        let documents =
            try PromiseRepair.perform(on: variant, in: transaction)
            + LotRepair.perform(on: variant, in: transaction)
            + TransferRepair.perform(on: variant, in: transaction)
        let rows = try transaction.pipeline([
            Self.lock(variant), StockComparison.shadow(of: variants),
            StockComparison.balances(of: variants, by: .journal),
        ])
        let shadow = try rows[1].map { try FoundDrift($0) }
        let balances = try rows[2].map { try FoundDrift($0) }
        try transaction.pipeline(
            (shadow.isEmpty ? [] : ShadowStore.rebuild(variant))
                + (balances.isEmpty ? [] : [Self.put(balances)])
        )
        // They follow from the balances and the promises.
        let figures = try transaction.execute(StockComparison.availabilities(of: variants))
            .map { try FoundDrift($0) }
        if !figures.isEmpty {
            let warehouses = Set(figures.map(\.location)).sorted()
            let levels = try transaction.execute(
                Self.putAvailabilities(of: variant, in: warehouses)
            )
            try Outbox.append(try levels.map { try Self.message($0) }, in: transaction)
        }
        let drifts = documents + shadow + balances + figures
        try DriftStore.enter(drifts, in: transaction)
        return drifts
    }

    /// The locks of the variant in all warehouses, in the order in which everybody takes them.
    private static func lock(_ variant: ID<Variant>) -> SQL {
        """
        SELECT FROM availability WHERE variant = \(variant) ORDER BY variant, warehouse FOR UPDATE
        """
    }

    private static func put(_ drifts: [FoundDrift]) -> SQL {
        """
        INSERT INTO balance (variant, location, lot, on_hand, is_oversold, version)
        SELECT variant, location, lot, expected, expected < 0, 1
        FROM unnest(
            \(drifts.map(\.variant)), \(drifts.map(\.location)), \(drifts.map { $0.lot ?? .none }),
            \(drifts.map(\.expectedUnits))
        ) AS drift (variant, location, lot, expected)
        ON CONFLICT (variant, location, lot) DO UPDATE
        SET on_hand = excluded.on_hand,
            is_oversold = excluded.is_oversold,
            version = balance.version + 1
        """
    }

    private static func putAvailabilities(
        of variant: ID<Variant>,
        in warehouses: [ID<Location>]
    ) -> SQL {
        """
        INSERT INTO availability (
            variant, warehouse, on_hand, withheld, reserved, reservations, is_short, version
        )
        SELECT \(variant), named.warehouse, figure.*,
            figure.reserved > figure.on_hand - figure.withheld, 1
        FROM unnest(\(warehouses)) AS named (warehouse)
        LEFT JOIN (
            \(fragment: StockComparison.expectedAvailabilities(of: [variant]))
        ) AS expected USING (warehouse)
        CROSS JOIN LATERAL (
            VALUES (
                coalesce(expected.on_hand, 0), coalesce(expected.withheld, 0),
                coalesce(expected.reserved, 0), coalesce(expected.reservations, 0)
            )
        ) AS figure (on_hand, withheld, reserved, reservations)
        ON CONFLICT (variant, warehouse) DO UPDATE
        SET on_hand = excluded.on_hand,
            withheld = excluded.withheld,
            reserved = excluded.reserved,
            reservations = excluded.reservations,
            is_short = excluded.is_short,
            version = availability.version + 1
        RETURNING variant, warehouse, on_hand, withheld, reserved, version,
            (SELECT sku FROM variant WHERE variant.id = availability.variant) AS sku
        """
    }

    /// Tells what can be promised now.
    private static func message(_ row: Row) throws -> OutboxMessage {
        let warehouse: ID<Location> = try row.decode("warehouse")
        let level = Availability(
            key: Availability.Key(variant: try row.decode("variant"), warehouse: warehouse),
            onHand: try row.decode("on_hand"),
            reserved: try row.decode("reserved"),
            withheld: try row.decode("withheld"),
            version: try row.decode("version")
        )
        let sku = try row.decode("sku", as: String?.self) ?? level.key.variant.description
        return try OutboxMessage(
            AvailabilityChanged(
                warehouseId: warehouse,
                levels: [AvailabilityAfter(level, sku: sku)]
            ),
            subject: warehouse.description,
            cause: nil
        )
    }
}
