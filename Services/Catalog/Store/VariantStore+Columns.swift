import CatalogDomain
import Contracts
import Kernel
import Postgres

extension VariantStore {
    static let writtenColumns: SQL = """
        id, product_id, sku, name, attributes, base_unit, tracking_mode, has_expiry,
        shelf_life_days, weight_grams, length_millimetres, width_millimetres, height_millimetres,
        temperature_class, velocity_class, is_perishable, is_hazardous, minimum, reorder_point, maximum, status,
        has_history, version, category_id, search_sku, search_text
        """

    /// Variants with their barcodes.
    ///
    /// - Parameter clauses: What follows `FROM variant`; binds its own values.
    static func select(
        _ clauses: SQL,
        in transaction: borrowing Transaction
    ) throws -> [Stored<VariantDocument>] {
        let rows = try transaction.execute(
            """
            SELECT \(fragment: self.writtenColumns), created_at, updated_at
            FROM variant
            \(fragment: clauses)
            """
        )
        let ids = try rows.map { try $0.decode("id", as: ID<Variant>.self) }
        let barcodes = try BarcodeStore.find(of: ids, in: transaction)
        return try zip(ids, rows).map { id, row in
            try self.decode(row, barcodes: barcodes[id] ?? [])
        }
    }

    static func values(of variant: VariantDocument, product: ProductDocument) throws -> SQL {
        let content = variant.content
        let names = [content.sku.rawValue, content.name, product.content.name].compactMap(\.self)
        return try """
        \(variant.id), \(variant.productId), \(content.sku.rawValue), \(content.name),
        \(JSONB(encoding: content.attributes.values)), \(content.baseUnit.rawValue),
        \(fragment: self.values(of: content.tracking)),
        \(fragment: self.values(of: content.physical)),
        \(content.levels.minimum), \(content.levels.reorderPoint), \(content.levels.maximum),
        \(variant.status.rawValue), \(variant.hasHistory), \(variant.version),
        \(product.content.categoryId), \(content.sku.rawValue.lowercased()),
        \(names.joined(separator: " ").lowercased())
        """
    }

    private static func values(of tracking: TrackingRules) -> SQL {
        """
        \(tracking.policy.mode.rawValue), \(tracking.policy.hasExpiry), \(tracking.shelfLifeDays)
        """
    }

    private static func values(of physical: PhysicalData) -> SQL {
        """
        \(physical.weightGrams), \(physical.lengthMillimetres), \(physical.widthMillimetres),
        \(physical.heightMillimetres), \(physical.temperatureClass?.rawValue),
        \(physical.velocityClass?.rawValue), \(physical.isPerishable), \(physical.isHazardous)
        """
    }

    private static func decode(
        _ row: Row,
        barcodes: [Barcode]
    ) throws -> Stored<VariantDocument> {
        Stored(
            document: VariantDocument(
                stored: try row.decode("id"),
                productId: try row.decode("product_id"),
                content: try self.content(of: row, barcodes: barcodes),
                status: try row.choice("status"),
                hasHistory: try row.decode("has_history"),
                version: try row.decode("version")
            ),
            createdAt: try row.decode("created_at"),
            updatedAt: try row.decode("updated_at")
        )
    }

    private static func content(of row: Row, barcodes: [Barcode]) throws -> VariantContent {
        let attributes = try row.decode("attributes", as: JSONB.self)
        return VariantContent(
            sku: try SKU(try row.decode("sku")),
            name: try row.decode("name"),
            attributes: Attributes(stored: try attributes.decode()),
            baseUnit: try UnitCode(try row.decode("base_unit")),
            tracking: TrackingRules(
                mode: try row.choice("tracking_mode"),
                hasExpiry: try row.decode("has_expiry"),
                shelfLifeDays: try row.decode("shelf_life_days")
            ),
            physical: try self.physical(of: row),
            levels: StockLevels(
                minimum: try row.decode("minimum"),
                reorderPoint: try row.decode("reorder_point"),
                maximum: try row.decode("maximum")
            ),
            barcodes: barcodes
        )
    }

    private static func physical(of row: Row) throws -> PhysicalData {
        PhysicalData(
            weightGrams: try row.decode("weight_grams"),
            lengthMillimetres: try row.decode("length_millimetres"),
            widthMillimetres: try row.decode("width_millimetres"),
            heightMillimetres: try row.decode("height_millimetres"),
            temperatureClass: try row.optionalChoice("temperature_class"),
            velocityClass: try row.optionalChoice("velocity_class"),
            isPerishable: try row.decode("is_perishable"),
            isHazardous: try row.decode("is_hazardous")
        )
    }
}
