import CatalogDomain
import Contracts
import Kernel

/// What a row says of the variant alone, besides its SKU and its barcode.
struct VariantColumns: Sendable {
    private let name: String?
    private let baseUnit: UnitCode?
    private let mode: TrackingMode?
    private let hasExpiry: Bool?
    private let shelfLifeDays: Int?
    private let physical: PhysicalData
    private let levels: StockLevels
    private let attributes: [String: JSONValue]

    init(_ reader: inout ImportRowReader) {
        self.name = reader.value(.name) { (text) throws(BrokenRule) in
            try Text.normalized(text, characters: 1...VariantContent.maximumNameCharacters)
        }
        self.baseUnit = reader.value(.baseUnit) { (text) throws(BrokenRule) in
            try UnitCode(text)
        }
        self.mode = reader.choice(.tracking)
        self.hasExpiry = reader.flag(.hasExpiry)
        self.shelfLifeDays = reader.integer(.shelfLifeDays)
        self.physical = PhysicalData(
            weightGrams: reader.quantity(.weightGrams),
            lengthMillimetres: reader.integer(.lengthMillimetres),
            widthMillimetres: reader.integer(.widthMillimetres),
            heightMillimetres: reader.integer(.heightMillimetres),
            temperatureClass: reader.choice(.temperatureClass),
            velocityClass: reader.choice(.velocityClass),
            isPerishable: reader.flag(.isPerishable),
            isHazardous: reader.flag(.isHazardous)
        )
        self.levels = StockLevels(
            minimum: reader.quantity(.minimum),
            reorderPoint: reader.quantity(.reorderPoint),
            maximum: reader.quantity(.maximum)
        )
        self.attributes = reader.attributes()
    }

    /// - Throws: ``CatalogError/invalid(_:)`` at `/attributes`.
    func applied(to former: VariantContent) throws(CatalogError) -> VariantContent {
        var content = former
        content.name = self.name ?? former.name
        content.baseUnit = self.baseUnit ?? former.baseUnit
        content.tracking = TrackingRules(
            mode: self.mode ?? former.tracking.policy.mode,
            hasExpiry: self.hasExpiry ?? former.tracking.policy.hasExpiry,
            shelfLifeDays: self.shelfLifeDays ?? former.tracking.shelfLifeDays
        )
        content.physical = self.physical.filled(from: former.physical)
        content.levels = self.levels.filled(from: former.levels)
        do {
            content.attributes = try former.attributes.merging(self.attributes)
        } catch {
            throw .invalid([
                FieldError(pointer: "/attributes", rule: error.rule, message: error.message)
            ])
        }
        return content
    }
}

extension PhysicalData {
    /// This, with what is unknown taken from `former`.
    fileprivate func filled(from former: PhysicalData) -> PhysicalData {
        PhysicalData(
            weightGrams: self.weightGrams ?? former.weightGrams,
            lengthMillimetres: self.lengthMillimetres ?? former.lengthMillimetres,
            widthMillimetres: self.widthMillimetres ?? former.widthMillimetres,
            heightMillimetres: self.heightMillimetres ?? former.heightMillimetres,
            temperatureClass: self.temperatureClass ?? former.temperatureClass,
            velocityClass: self.velocityClass ?? former.velocityClass,
            isPerishable: self.isPerishable ?? former.isPerishable,
            isHazardous: self.isHazardous ?? former.isHazardous
        )
    }
}

extension StockLevels {
    /// This, with what is unknown taken from `former`.
    fileprivate func filled(from former: StockLevels) -> StockLevels {
        StockLevels(
            minimum: self.minimum ?? former.minimum,
            reorderPoint: self.reorderPoint ?? former.reorderPoint,
            maximum: self.maximum ?? former.maximum
        )
    }
}
