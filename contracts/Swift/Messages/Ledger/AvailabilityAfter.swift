package import Kernel

/// What can be promised of one variant in one warehouse.
package struct AvailabilityAfter: Codable, Hashable, Sendable {
    package let variantId: ID<Variant>
    package let sku: String
    /// In base units, over all locations and lots of the warehouse.
    package let onHand: Quantity
    /// Promised and not yet picked, in base units.
    package let reserved: Quantity
    /// Of lots that are not released, in base units; `nil` for nothing.
    package let withheld: Quantity?
    /// On hand less withheld and reserved; below zero after a till oversold, or promised goods were
    /// withheld.
    package let available: Quantity
    /// One more with every change of this variant in this warehouse, without gaps.
    package let version: Int64

    package init(
        variantId: ID<Variant>,
        sku: String,
        onHand: Quantity,
        reserved: Quantity,
        withheld: Quantity? = nil,
        available: Quantity,
        version: Int64
    ) {
        self.variantId = variantId
        self.sku = sku
        self.onHand = onHand
        self.reserved = reserved
        self.withheld = withheld
        self.available = available
        self.version = version
    }
}
