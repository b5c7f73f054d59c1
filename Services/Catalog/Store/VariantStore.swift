import CatalogDomain
import Contracts
import Kernel
import Postgres

/// The `variant` table; its barcodes are in ``BarcodeStore``.
enum VariantStore {
    static func find(
        _ id: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> Stored<VariantDocument>? {
        try self.select("WHERE id = \(id)", in: transaction).first
    }

    static func find(
        sku: SKU,
        in transaction: borrowing Transaction
    ) throws -> Stored<VariantDocument>? {
        try self.select("WHERE sku = \(sku.rawValue)", in: transaction).first
    }

    /// Reads a variant with its product and keeps others from changing either until the transaction
    /// ends; the product first, as everybody else does.
    static func lock(
        _ id: ID<Variant>,
        product lock: ProductStore.Lock = .shared,
        in transaction: borrowing Transaction
    ) throws -> (variant: Stored<VariantDocument>, product: ProductDocument)? {
        let rows = try transaction.execute("SELECT product_id FROM variant WHERE id = \(id)")
        guard let row = rows.first,
            let product = try ProductStore.find(
                try row.decode("product_id"),
                lock: lock,
                in: transaction
            ),
            let variant = try self.select("WHERE id = \(id) FOR UPDATE", in: transaction).first
        else { return nil }
        return (variant, product.document)
    }

    /// The variants of a product by SKU, kept from others until the transaction ends.
    static func lock(
        of product: ID<Product>,
        in transaction: borrowing Transaction
    ) throws -> [Stored<VariantDocument>] {
        try self.select(
            "WHERE product_id = \(product) ORDER BY id FOR UPDATE",
            in: transaction
        )
    }

    static func count(
        of product: ID<Product>,
        in transaction: borrowing Transaction
    ) throws -> Int {
        let rows = try transaction.execute(
            "SELECT count(*) AS count FROM variant WHERE product_id = \(product)"
        )
        return try rows[0].decode("count")
    }

    /// - Throws: `PostgresError` naming `variant_sku_is_unique` or `barcode_is_unique`.
    static func insert(
        _ variant: VariantDocument,
        product: ProductDocument,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO variant (\(fragment: self.writtenColumns))
            VALUES (\(fragment: try self.values(of: variant, product: product)))
            """
        )
        try BarcodeStore.replace(of: variant, in: transaction)
    }

    /// - Throws: `PostgresError` naming `variant_sku_is_unique` or `barcode_is_unique`.
    static func save(
        _ variant: VariantDocument,
        product: ProductDocument,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE variant
            SET (\(fragment: self.writtenColumns))
                = ROW(\(fragment: try self.values(of: variant, product: product))),
                updated_at = now()
            WHERE id = \(variant.id)
            """
        )
        try BarcodeStore.replace(of: variant, in: transaction)
    }

    static func delete(_ id: ID<Variant>, in transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM variant WHERE id = \(id)")
    }

    /// - Returns: Whether there is such a variant.
    static func noteHistory(
        of id: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        let rows = try transaction.execute(
            "UPDATE variant SET has_history = true WHERE id = \(id)"
        )
        return rows.affectedCount > 0
    }
}
