package import Kernel

/// One line of a reservation; open is reserved less consumed less released.
package struct ReservedLine: Codable, Hashable, Sendable {
    /// From 1.
    package let line: Int
    package let variantId: ID<Variant>
    package let sku: String
    /// `nil` where any lot will do.
    package let lotId: ID<Lot>?
    /// All that was promised so far, in base units.
    package let reserved: Quantity
    /// In base units.
    package let consumed: Quantity
    /// In base units, by release or expiry.
    package let released: Quantity
    /// What waits for stock and is not promised, in base units; `nil` where nothing waits.
    package let backordered: Quantity?
    /// What the order calls the line.
    package let reference: String?

    package init(
        line: Int,
        variantId: ID<Variant>,
        sku: String,
        lotId: ID<Lot>? = nil,
        reserved: Quantity,
        consumed: Quantity,
        released: Quantity,
        backordered: Quantity? = nil,
        reference: String? = nil
    ) {
        self.line = line
        self.variantId = variantId
        self.sku = sku
        self.lotId = lotId
        self.reserved = reserved
        self.consumed = consumed
        self.released = released
        self.backordered = backordered
        self.reference = reference
    }
}
