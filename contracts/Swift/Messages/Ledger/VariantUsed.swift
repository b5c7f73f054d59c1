package import Kernel

/// A variant appeared in the book for the first time, so it can be retired but no longer deleted.
package struct VariantUsed: Contract, Hashable {
    package static let type = "ledger.variant.used.v1"
    package static let destination = Destination.event(of: .ledger)

    package let variantId: ID<Variant>
    package let sku: String
    /// The entry that used it; `nil` where a reservation or a lot came first.
    package let entryId: ID<Entry>?
    package let recordedAt: Timestamp

    package init(
        variantId: ID<Variant>,
        sku: String,
        entryId: ID<Entry>? = nil,
        recordedAt: Timestamp
    ) {
        self.variantId = variantId
        self.sku = sku
        self.entryId = entryId
        self.recordedAt = recordedAt
    }
}
