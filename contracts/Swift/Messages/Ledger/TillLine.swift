package import Kernel

/// One line of what a till did.
package struct TillLine: Codable, Hashable, Sendable {
    /// As numbered by the till, from 1; unique in the document.
    package let line: Int
    package let variantId: ID<Variant>
    /// In base units, above zero.
    package let quantity: Quantity
    package let direction: Direction
    /// The code of the lot; for a variant tracked by lot the ledger picks the one that expires
    /// first where the till did not say.
    package let lot: String?
    /// As many as the quantity, or none where the till does not read them.
    package let serials: [String]

    package init(
        line: Int,
        variantId: ID<Variant>,
        quantity: Quantity,
        direction: Direction,
        lot: String? = nil,
        serials: [String] = []
    ) {
        self.line = line
        self.variantId = variantId
        self.quantity = quantity
        self.direction = direction
        self.lot = lot
        self.serials = serials
    }
}
