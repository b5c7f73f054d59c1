package import Kernel

/// What an entry left at a location that holds stock; virtual locations are not listed.
package struct BalanceAfter: Codable, Hashable, Sendable {
    package let variantId: ID<Variant>
    package let locationId: ID<Location>
    /// The root of that location.
    package let warehouseId: ID<Location>
    package let lotId: ID<Lot>?
    /// In base units; below zero only after a till sold more than the book knew of.
    package let onHand: Quantity
    /// One more with every change of this balance, without gaps.
    package let version: Int64

    package init(
        variantId: ID<Variant>,
        locationId: ID<Location>,
        warehouseId: ID<Location>,
        lotId: ID<Lot>? = nil,
        onHand: Quantity,
        version: Int64
    ) {
        self.variantId = variantId
        self.locationId = locationId
        self.warehouseId = warehouseId
        self.lotId = lotId
        self.onHand = onHand
        self.version = version
    }
}
