package import Kernel

/// A balance that an entry left below zero.
package struct OversoldBalance: Codable, Hashable, Sendable {
    package let variantId: ID<Variant>
    package let sku: String
    package let locationId: ID<Location>
    package let warehouseId: ID<Location>
    package let lotId: ID<Lot>?
    /// The balance afterwards, in base units, below zero.
    package let onHand: Quantity

    package init(
        variantId: ID<Variant>,
        sku: String,
        locationId: ID<Location>,
        warehouseId: ID<Location>,
        lotId: ID<Lot>? = nil,
        onHand: Quantity
    ) {
        self.variantId = variantId
        self.sku = sku
        self.locationId = locationId
        self.warehouseId = warehouseId
        self.lotId = lotId
        self.onHand = onHand
    }
}
