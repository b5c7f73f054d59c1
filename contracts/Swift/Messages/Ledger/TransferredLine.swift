package import Kernel

/// One line of a transfer order; what is in transit is dispatched less received less lost.
package struct TransferredLine: Codable, Hashable, Sendable {
    /// From 1.
    package let line: Int
    package let variantId: ID<Variant>
    package let sku: String
    /// `nil` where any lot will do.
    package let lotId: ID<Lot>?
    package let fromLocationId: ID<Location>
    package let toLocationId: ID<Location>
    /// In base units, as are all that follow.
    package let ordered: Quantity
    package let dispatched: Quantity
    package let received: Quantity
    package let lost: Quantity
    /// What will not be dispatched any more.
    package let cancelled: Quantity

    package init(
        line: Int,
        variantId: ID<Variant>,
        sku: String,
        lotId: ID<Lot>? = nil,
        fromLocationId: ID<Location>,
        toLocationId: ID<Location>,
        ordered: Quantity,
        dispatched: Quantity,
        received: Quantity,
        lost: Quantity,
        cancelled: Quantity
    ) {
        self.line = line
        self.variantId = variantId
        self.sku = sku
        self.lotId = lotId
        self.fromLocationId = fromLocationId
        self.toLocationId = toLocationId
        self.ordered = ordered
        self.dispatched = dispatched
        self.received = received
        self.lost = lost
        self.cancelled = cancelled
    }
}
