package import Kernel

/// What a warehouse can promise of a variant, after a change: a full snapshot.
package struct AvailabilityChanged: Contract, Hashable {
    package static let type = "ledger.availability.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let variantId: ID<Variant>
    package let sku: String
    package let warehouseId: ID<Location>
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
        warehouseId: ID<Location>,
        onHand: Quantity,
        reserved: Quantity,
        available: Quantity,
        version: Int64
    ) {
        self.variantId = variantId
        self.sku = sku
        self.warehouseId = warehouseId
        self.onHand = onHand
        self.reserved = reserved
        self.available = available
        self.version = version
    }
}
