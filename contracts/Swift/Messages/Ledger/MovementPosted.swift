package import Kernel

/// A quantity of one variant that went from one location to another.
package struct MovementPosted: Codable, Hashable, Sendable {
    package let movementId: ID<Movement>
    /// The line of the document, from 1; several movements may share one.
    package let line: Int
    package let variantId: ID<Variant>
    /// As it was when posted.
    package let sku: String
    package let fromLocationId: ID<Location>
    package let toLocationId: ID<Location>
    /// For variants tracked by lot.
    package let lotId: ID<Lot>?
    /// The serial numbers moved, at least one; only for variants tracked by serial.
    package let serials: [String]?
    /// In base units, above zero.
    package let quantity: Quantity

    package init(
        movementId: ID<Movement>,
        line: Int,
        variantId: ID<Variant>,
        sku: String,
        fromLocationId: ID<Location>,
        toLocationId: ID<Location>,
        lotId: ID<Lot>? = nil,
        serials: [String]? = nil,
        quantity: Quantity
    ) {
        self.movementId = movementId
        self.line = line
        self.variantId = variantId
        self.sku = sku
        self.fromLocationId = fromLocationId
        self.toLocationId = toLocationId
        self.lotId = lotId
        self.serials = serials
        self.quantity = quantity
    }
}
