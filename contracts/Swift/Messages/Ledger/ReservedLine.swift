package import Kernel

/// One line of a reservation; open is reserved less consumed less released.
package struct ReservedLine: Codable, Hashable, Sendable {
    /// From 1.
    package let line: Int
    package let variantId: ID<Variant>
    package let sku: String
    /// `nil` where any lot will do.
    package let lotId: ID<Lot>?
    /// As first promised, in base units.
    package let reserved: Quantity
    /// In base units.
    package let consumed: Quantity
    /// In base units, by release or expiry.
    package let released: Quantity

    package init(
        line: Int,
        variantId: ID<Variant>,
        sku: String,
        lotId: ID<Lot>? = nil,
        reserved: Quantity,
        consumed: Quantity,
        released: Quantity
    ) {
        self.line = line
        self.variantId = variantId
        self.sku = sku
        self.lotId = lotId
        self.reserved = reserved
        self.consumed = consumed
        self.released = released
    }
}
