import Contracts
import Kernel
import Postgres

/// The `variant` and `barcode` tables as a projection of the catalog's facts.
enum VariantProjection {
    /// Returns `false` and changes nothing where the same or a newer version is known.
    static func save(
        _ variant: VariantChanged,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        let rows = try transaction.execute(
            """
            INSERT INTO variant (
                id, sku, name, category, status, base_unit, tracking, has_expiry, version
            )
            VALUES (
                \(variant.variantId), \(variant.sku), \(variant.title), \(variant.categoryId),
                \(variant.status.rawValue), \(variant.baseUnit), \(variant.tracking.mode.rawValue),
                \(variant.tracking.hasExpiry), \(variant.version)
            )
            ON CONFLICT (id) DO UPDATE
            SET sku = excluded.sku,
                name = excluded.name,
                category = excluded.category,
                status = excluded.status,
                base_unit = excluded.base_unit,
                tracking = excluded.tracking,
                has_expiry = excluded.has_expiry,
                is_deleted = false,
                version = excluded.version
            WHERE variant.version < excluded.version
            RETURNING id
            """
        )
        return !rows.isEmpty
    }

    /// Marks a variant as deleted; one that was used meanwhile is retired instead, because the
    /// book names it for ever.
    static func delete(
        _ variant: VariantDeleted,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        let rows = try transaction.execute(
            """
            INSERT INTO variant (
                id, sku, name, status, base_unit, tracking, has_expiry, is_deleted, version
            )
            VALUES (
                \(variant.variantId), \(variant.sku), '', 'retired', '', 'none', false, true,
                \(variant.version)
            )
            ON CONFLICT (id) DO UPDATE
            SET status = 'retired', is_deleted = NOT variant.is_used, version = excluded.version
            WHERE variant.version < excluded.version
            RETURNING id
            """
        )
        return !rows.isEmpty
    }

    static func replaceBarcodes(
        of variant: ID<Variant>,
        with barcodes: [BarcodeValue],
        in transaction: borrowing Transaction
    ) throws {
        try transaction.pipeline([
            "DELETE FROM barcode WHERE variant = \(variant)",
            """
            INSERT INTO barcode (variant, code, pack_quantity)
            SELECT \(variant), code, pack_quantity
            FROM unnest(\(barcodes.map(\.code)), \(barcodes.map(\.packQuantity)))
                AS known (code, pack_quantity)
            """,
        ])
    }
}

extension VariantChanged {
    /// What people look for: the product's name, and what tells the variant from its siblings.
    fileprivate var title: String {
        self.name == self.productName || self.name.contains(self.productName)
            ? self.name : "\(self.productName) \(self.name)"
    }
}
