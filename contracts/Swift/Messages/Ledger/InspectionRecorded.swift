package import Kernel

/// Somebody inspected a lot, or conceded what an inspection had rejected.
package struct InspectionRecorded: Contract, Hashable {
    package static let type = "ledger.inspection.recorded.v1"
    package static let destination = Destination.event(of: .ledger)

    package let inspectionId: ID<Inspection>
    package let lotId: ID<Lot>
    package let variantId: ID<Variant>
    package let sku: String
    /// The number of the lot.
    package let code: String
    /// The version of the plan that it was made by.
    package let inspectionPlanId: ID<InspectionPlan>
    package let verdict: InspectionVerdict
    /// The characteristics that are not within their limits, as the plan calls them.
    package let failed: [String]
    /// Whether somebody else released the lot in spite of the verdict.
    package let isConceded: Bool
    /// The mistaken inspection whose place this one takes.
    package let supersedes: ID<Inspection>?
    /// The status of the lot behind it.
    package let lotStatus: LotStatus
    /// Who inspected, or conceded.
    package let actor: Actor
    package let performedAt: Timestamp
    package let recordedAt: Timestamp

    package init(
        inspectionId: ID<Inspection>,
        lotId: ID<Lot>,
        variantId: ID<Variant>,
        sku: String,
        code: String,
        inspectionPlanId: ID<InspectionPlan>,
        verdict: InspectionVerdict,
        failed: [String],
        isConceded: Bool,
        supersedes: ID<Inspection>? = nil,
        lotStatus: LotStatus,
        actor: Actor,
        performedAt: Timestamp,
        recordedAt: Timestamp
    ) {
        self.inspectionId = inspectionId
        self.lotId = lotId
        self.variantId = variantId
        self.sku = sku
        self.code = code
        self.inspectionPlanId = inspectionPlanId
        self.verdict = verdict
        self.failed = failed
        self.isConceded = isConceded
        self.supersedes = supersedes
        self.lotStatus = lotStatus
        self.actor = actor
        self.performedAt = performedAt
        self.recordedAt = recordedAt
    }
}
