import CatalogDomain
import Contracts
import Kernel
import Postgres

/// The `barcode` table.
enum BarcodeStore {
    /// The barcodes of several variants, each in the order in which they were added.
    static func find(
        of variants: [ID<Variant>],
        in transaction: borrowing Transaction
    ) throws -> [ID<Variant>: [Barcode]] {
        guard !variants.isEmpty else { return [:] }
        let rows = try transaction.execute(
            """
            SELECT variant_id, code, format, pack_quantity
            FROM barcode
            WHERE variant_id = ANY(\(variants))
            ORDER BY variant_id, position
            """
        )
        var found: [ID<Variant>: [Barcode]] = [:]
        for row in rows {
            found[try row.decode("variant_id"), default: []].append(try self.decode(row))
        }
        return found
    }

    /// The variant that a scanned text stands for, and which of its codes was meant.
    static func find(
        scanned text: String,
        in transaction: borrowing Transaction
    ) throws -> (variant: ID<Variant>, barcode: Barcode)? {
        let keys = Barcode.keys(ofScanned: text)
        let rows = try transaction.execute(
            """
            SELECT variant_id, code, format, pack_quantity
            FROM barcode
            WHERE key = ANY(\(keys))
            ORDER BY array_position(\(keys), key)
            LIMIT 1
            """
        )
        guard let row = rows.first else { return nil }
        return (try row.decode("variant_id"), try self.decode(row))
    }

    /// Which of these keys belong to variants other than `variant`.
    static func keysTaken(
        _ keys: [String],
        besides variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> Set<String> {
        guard !keys.isEmpty else { return [] }
        let rows = try transaction.execute(
            "SELECT key FROM barcode WHERE key = ANY(\(keys)) AND variant_id <> \(variant)"
        )
        return Set(try rows.map { try $0.decode("key", as: String.self) })
    }

    /// - Throws: `PostgresError` naming `barcode_is_unique`.
    static func replace(
        of variant: VariantDocument,
        in transaction: borrowing Transaction
    ) throws {
        let barcodes = variant.content.barcodes
        try transaction.pipeline([
            "DELETE FROM barcode WHERE variant_id = \(variant.id)",
            """
            INSERT INTO barcode (key, variant_id, position, code, format, pack_quantity)
            SELECT key, \(variant.id), position, code, format, pack_quantity
            FROM unnest(
                \(barcodes.map(\.key)), \(barcodes.indices.map(Int32.init)),
                \(barcodes.map(\.code)), \(barcodes.map(\.format.rawValue)),
                \(barcodes.map(\.packQuantity))
            ) AS given (key, position, code, format, pack_quantity)
            """,
        ])
    }

    private static func decode(_ row: Row) throws -> Barcode {
        Barcode(
            stored: try row.decode("code"),
            format: try row.choice("format"),
            packQuantity: try row.decode("pack_quantity")
        )
    }
}
