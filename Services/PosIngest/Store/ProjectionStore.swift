import Contracts
import Kernel
import Postgres

/// The projections of what the catalog and the ledger told.
enum ProjectionStore {
    /// Writes a snapshot of a variant; `false` where a later one is there.
    static func save(
        _ variant: VariantChanged,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        let rows = try transaction.execute(
            """
            INSERT INTO variant (id, sku, is_retired, version)
            VALUES
                (\(variant.variantId), \(variant.sku), \(variant.status == .retired),
                 \(variant.version))
            ON CONFLICT (id) DO UPDATE
            SET sku = excluded.sku, is_retired = excluded.is_retired, version = excluded.version
            WHERE variant.version < excluded.version
            RETURNING id
            """
        )
        guard !rows.isEmpty else { return false }
        try transaction.execute("DELETE FROM barcode WHERE variant = \(variant.variantId)")
        try transaction.execute(
            """
            INSERT INTO barcode (code, variant, pack_quantity)
            SELECT code, \(variant.variantId), pack_quantity
            FROM unnest(
                \(variant.barcodes.map(\.code)), \(variant.barcodes.map(\.packQuantity))
            ) AS t (code, pack_quantity)
            """
        )
        return true
    }

    static func delete(_ variant: VariantDeleted, in transaction: borrowing Transaction) throws {
        let rows = try transaction.execute(
            """
            INSERT INTO variant (id, sku, is_retired, version)
            VALUES (\(variant.variantId), NULL, true, \(variant.version))
            ON CONFLICT (id) DO UPDATE
            SET sku = NULL, is_retired = true, version = excluded.version
            WHERE variant.version < excluded.version
            RETURNING id
            """
        )
        guard !rows.isEmpty else { return }
        try transaction.execute("DELETE FROM barcode WHERE variant = \(variant.variantId)")
    }

    static func save(_ location: LocationChanged, in transaction: borrowing Transaction) throws {
        // Virtual locations have no warehouse, and no till sells from them; nor from pallets, which may be
        // somewhere else by now.
        let isOpen =
            location.warehouseId != nil && location.status == .active && location.kind != .unit
        try transaction.execute(
            """
            INSERT INTO location (id, code, is_open, version)
            VALUES
                (\(location.locationId), \(location.code), \(isOpen), \(location.version))
            ON CONFLICT (id) DO UPDATE
            SET code = excluded.code, is_open = excluded.is_open, version = excluded.version
            WHERE location.version < excluded.version
            """
        )
    }

    /// An open location by its code or identifier.
    static func location(
        named name: String,
        in transaction: borrowing Transaction
    ) throws -> ID<Location>? {
        let id = ID<Location>(name)
        return try transaction.execute(
            """
            SELECT id FROM location
            WHERE is_open AND (code = \(name) OR id = \(id))
            """
        ).first.map { try $0.decode("id") }
    }

    /// Codes by identifier.
    static func locationCodes(
        _ ids: [ID<Location>],
        in transaction: borrowing Transaction
    ) throws -> [ID<Location>: String] {
        let rows = try transaction.execute(
            "SELECT id, code FROM location WHERE id = ANY(\(ids))"
        )
        var codes: [ID<Location>: String] = [:]
        for row in rows { codes[try row.decode("id")] = try row.decode("code") }
        return codes
    }
}
