/// What an author decides about a variant.
package struct VariantContent: Hashable, Sendable {
    package static let maximumBarcodes = 50
    package static let maximumNameCharacters = 200

    package var sku: SKU
    /// What tells it from its siblings; `nil` where the product's name says it all.
    package var name: String?
    package var attributes: Attributes
    /// The unit in which the ledger counts it.
    package var baseUnit: UnitCode
    package var tracking: TrackingRules
    package var physical: PhysicalData
    package var levels: StockLevels
    /// In the order in which they were added.
    package var barcodes: [Barcode]

    package init(
        sku: SKU,
        name: String? = nil,
        attributes: Attributes = .none,
        baseUnit: UnitCode = .each,
        tracking: TrackingRules = .none,
        physical: PhysicalData = .unknown,
        levels: StockLevels = .none,
        barcodes: [Barcode] = []
    ) {
        self.sku = sku
        self.name = name
        self.attributes = attributes
        self.baseUnit = baseUnit
        self.tracking = tracking
        self.physical = physical
        self.levels = levels
        self.barcodes = barcodes
    }

    /// Notes every rule that this content breaks by itself, under the names of the REST document.
    package func check(_ errors: inout FieldErrors) {
        self.tracking.check(&errors)
        _ = errors.value(at: "/levels") { () throws(BrokenRule) in try self.levels.check() }
        self.physical.check(&errors)
        if self.barcodes.count > VariantContent.maximumBarcodes {
            let message = "at most \(VariantContent.maximumBarcodes) barcodes"
            errors.add(BrokenRule("max-items", message), at: "/barcodes")
        }
        var keys: Set<String> = []
        // As a GTIN and as the company's own, a code has two keys; a scanner reads one.
        var codes: Set<String> = []
        for (index, barcode) in self.barcodes.enumerated()
        where !keys.insert(barcode.key).inserted || !codes.insert(barcode.code).inserted {
            let message = "the code \(barcode.code) is listed twice"
            errors.add(BrokenRule("unique", message), at: "/barcodes/\(index)/code")
        }
    }
}
