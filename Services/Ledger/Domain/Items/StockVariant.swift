package import Contracts
package import Kernel

/// A variant as the ledger's decisions see it: a projection of the catalog's facts.
package struct StockVariant: Hashable, Sendable {
    package let id: ID<Variant>
    package let sku: String
    package let tracking: TrackingPolicy
    package let status: ActiveStatus
    /// Whether the book names the variant; from then on the catalog may retire but not delete it.
    package var isUsed: Bool

    package init(
        id: ID<Variant>,
        sku: String,
        tracking: TrackingPolicy = TrackingPolicy(mode: .none, hasExpiry: false),
        status: ActiveStatus = .active,
        isUsed: Bool = false
    ) {
        self.id = id
        self.sku = sku
        self.tracking = tracking
        self.status = status
        self.isUsed = isUsed
    }
}
