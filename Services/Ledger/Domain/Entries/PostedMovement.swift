package import Contracts
package import Kernel

/// A quantity of one variant that went from one location to another.
package struct PostedMovement: Hashable, Sendable {
    package let id: ID<Movement>
    /// The line of the document, from 1; several movements may share one.
    package let line: Int
    package let variant: ID<Variant>
    package let lot: ID<Lot>?
    /// The one unit that moved, for variants that are tracked by serial.
    package let serial: ID<Serial>?
    package let from: ID<Location>
    package let to: ID<Location>
    /// In base units; always positive.
    package let quantity: Quantity
    package let unitCost: UnitPrice?
    /// The movement that this one undoes, or some of it.
    package let reverses: ID<Movement>?

    package init(
        id: ID<Movement>,
        line: Int,
        variant: ID<Variant>,
        lot: ID<Lot>? = nil,
        serial: ID<Serial>? = nil,
        from: ID<Location>,
        to: ID<Location>,
        quantity: Quantity,
        unitCost: UnitPrice? = nil,
        reverses: ID<Movement>? = nil
    ) {
        self.id = id
        self.line = line
        self.variant = variant
        self.lot = lot
        self.serial = serial
        self.from = from
        self.to = to
        self.quantity = quantity
        self.unitCost = unitCost
        self.reverses = reverses
    }
}
