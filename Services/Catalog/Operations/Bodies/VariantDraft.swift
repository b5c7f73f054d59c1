import CatalogDomain
import Contracts
import Kernel

/// A variant to be created, alone or with its product.
struct VariantDraft: Codable, Sendable {
    let id: ID<Variant>?
    /// Absent where the variant comes with its product.
    let productId: ID<Product>?
    let sku: String
    let name: String?
    let attributes: [String: JSONValue]?
    let baseUnit: String?
    let tracking: TrackingPolicy?
    let shelfLifeDays: Int?
    let physical: PhysicalData?
    let levels: StockLevels?
    let barcodes: [BarcodeDraft]?

    /// - Throws: ``CatalogError/invalid(_:)`` with every field that cannot be read.
    func content() throws(CatalogError) -> VariantContent {
        var errors = FieldErrors()
        let sku = errors.value(at: "/sku") { () throws(BrokenRule) in try SKU(self.sku) }
        let baseUnit = errors.value(at: "/baseUnit") { () throws(BrokenRule) in
            try self.baseUnit.map { (text) throws(BrokenRule) in try UnitCode(text) } ?? .each
        }
        let attributes = errors.value(at: "/attributes") { () throws(BrokenRule) in
            try Attributes(self.attributes ?? [:])
        }
        let name = errors.value(at: "/name") { () throws(BrokenRule) in
            try VariantDraft.name(self.name)
        }
        let barcodes = (self.barcodes ?? []).enumerated().compactMap { index, draft in
            draft.barcode(at: "/barcodes/\(index)", &errors)
        }
        try errors.check()
        guard let sku, let baseUnit, let attributes, let name else {
            preconditionFailure("what is missing was noted as an error")
        }
        return VariantContent(
            sku: sku,
            name: name,
            attributes: attributes,
            baseUnit: baseUnit,
            tracking: TrackingRules(
                mode: self.tracking?.mode ?? .none,
                hasExpiry: self.tracking?.hasExpiry ?? false,
                shelfLifeDays: self.shelfLifeDays
            ),
            physical: self.physical ?? .unknown,
            levels: self.levels ?? .none,
            barcodes: barcodes
        )
    }

    static func name(_ text: String?) throws(BrokenRule) -> String? {
        guard let text else { return nil }
        return try Text.normalized(text, characters: 1...VariantContent.maximumNameCharacters)
    }
}
