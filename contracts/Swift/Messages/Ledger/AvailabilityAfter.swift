package import Kernel

/// What can be promised of one variant in one warehouse.
package struct AvailabilityAfter: Codable, Hashable, Sendable {
    package let variantId: ID<Variant>
    package let sku: String
    /// In base units, over all locations and lots of the warehouse.
    package let onHand: Quantity
    /// Promised and not yet picked, in base units.
    package let reserved: Quantity
    /// On hand less reserved; below zero after a till oversold.
    package let available: Quantity
    /// One more with every change of this variant in this warehouse, without gaps.
    package let version: Int64

    package init(
        variantId: ID<Variant>,
        sku: String,
        onHand: Quantity,
        reserved: Quantity,
        available: Quantity,
        version: Int64
    ) {
        self.variantId = variantId
        self.sku = sku
        self.onHand = onHand
        self.reserved = reserved
        self.available = available
        self.version = version
    }
}
