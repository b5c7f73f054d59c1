package import Kernel

/// There is a new version of what is inspected of some goods, which takes the place of the one before.
package struct InspectionPlanChanged: Contract, Hashable {
    package static let type = "ledger.inspection-plan.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    /// The version itself, which inspections name.
    package let inspectionPlanId: ID<InspectionPlan>
    /// The goods that it is about; absent where those of a category are.
    package let variantId: ID<Variant>?
    package let sku: String?
    package let categoryId: ID<Category>?
    /// Whether lots that the book has not known start as quarantined.
    package let onReceipt: Bool
    /// Whether nothing is said of these goods any more, so that the next wider plan holds.
    package let isWithdrawn: Bool
    /// None where it is withdrawn.
    package let characteristics: [InspectionCharacteristic]
    package let reason: String
    package let actor: Actor
    package let recordedAt: Timestamp
    /// 1 for the first about the same goods, then one more with every change.
    package let version: Int64

    package static let maximumCharacteristics = 100

    package init(
        inspectionPlanId: ID<InspectionPlan>,
        variantId: ID<Variant>? = nil,
        sku: String? = nil,
        categoryId: ID<Category>? = nil,
        onReceipt: Bool,
        isWithdrawn: Bool,
        characteristics: [InspectionCharacteristic],
        reason: String,
        actor: Actor,
        recordedAt: Timestamp,
        version: Int64
    ) {
        self.inspectionPlanId = inspectionPlanId
        self.variantId = variantId
        self.sku = sku
        self.categoryId = categoryId
        self.onReceipt = onReceipt
        self.isWithdrawn = isWithdrawn
        self.characteristics = characteristics
        self.reason = reason
        self.actor = actor
        self.recordedAt = recordedAt
        self.version = version
    }
}
