package import Kernel

/// A till sold more than the book held: somebody should count.
package struct StockOversold: Contract, Hashable {
    package static let type = "ledger.stock.oversold.v1"
    package static let destination = Destination.event(of: .ledger)

    /// The entry that took the balance below zero, or further below it.
    package let entryId: ID<Entry>
    package let reference: Reference?
    package let variantId: ID<Variant>
    package let sku: String
    package let locationId: ID<Location>
    package let warehouseId: ID<Location>
    package let lotId: ID<Lot>?
    /// The balance afterwards, in base units, below zero.
    package let onHand: Quantity
    /// When it was sold.
    package let effectiveAt: Timestamp

    package init(
        entryId: ID<Entry>,
        reference: Reference? = nil,
        variantId: ID<Variant>,
        sku: String,
        locationId: ID<Location>,
        warehouseId: ID<Location>,
        lotId: ID<Lot>? = nil,
        onHand: Quantity,
        effectiveAt: Timestamp
    ) {
        self.entryId = entryId
        self.reference = reference
        self.variantId = variantId
        self.sku = sku
        self.locationId = locationId
        self.warehouseId = warehouseId
        self.lotId = lotId
        self.onHand = onHand
        self.effectiveAt = effectiveAt
    }
}
