import CatalogDomain
import Contracts
import Kernel
import Messaging

/// What is to change about a variant.
struct VariantPatch: Codable, Sendable {
    let sku: String?
    let name: Change<String>
    /// Merged with what is there.
    let attributes: [String: JSONValue]?
    let baseUnit: String?
    let tracking: TrackingPolicy?
    let shelfLifeDays: Change<Int>
    /// Replaces what is there.
    let physical: PhysicalData?
    /// Replaces what is there.
    let levels: StockLevels?

    /// - Throws: ``CatalogError/invalid(_:)`` with every field that cannot be read.
    func applied(to former: VariantContent) throws(CatalogError) -> VariantContent {
        var errors = FieldErrors()
        var content = former
        if let text = self.sku {
            let sku = errors.value(at: "/sku") { () throws(BrokenRule) in try SKU(text) }
            content.sku = sku ?? former.sku
        }
        if let text = self.baseUnit {
            let unit = errors.value(at: "/baseUnit") { () throws(BrokenRule) in try UnitCode(text) }
            content.baseUnit = unit ?? former.baseUnit
        }
        if let changes = self.attributes {
            let merged = errors.value(at: "/attributes") { () throws(BrokenRule) in
                try former.attributes.merging(changes)
            }
            content.attributes = merged ?? former.attributes
        }
        let name = errors.value(at: "/name") { () throws(BrokenRule) in
            try VariantDraft.name(self.name.applied(to: former.name))
        }
        content.name = name ?? former.name
        content.tracking.policy = self.tracking ?? former.tracking.policy
        content.tracking.shelfLifeDays = self.shelfLifeDays
            .applied(to: former.tracking.shelfLifeDays)
        content.physical = self.physical ?? former.physical
        content.levels = self.levels ?? former.levels
        try errors.check()
        return content
    }
}
