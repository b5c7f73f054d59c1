import Contracts
import Kernel
import LedgerDomain

extension Announcement {
    /// What was found out about a lot, or conceded.
    func inspected() -> InspectionRecorded? {
        if let recorded = self.decision.inspection {
            return self.fact(
                recorded.inspection,
                by: recorded.inspection.actor,
                failed: recorded.failed,
                supersedes: recorded.request.supersedes,
                at: recorded.performedAt
            )
        }
        return self.decision.concession.flatMap { concession in
            self.fact(concession.inspection, by: concession.actor, at: self.state.now)
        }
    }

    private func fact(
        _ inspection: LotInspection,
        by actor: Actor,
        failed: [String] = [],
        supersedes: ID<Inspection>? = nil,
        at time: Timestamp
    ) -> InspectionRecorded? {
        self.state.lot(inspection.lot).map { lot in
            InspectionRecorded(
                inspectionId: inspection.id,
                lotId: lot.id,
                variantId: lot.key.variant,
                sku: self.sku(lot.key.variant),
                code: lot.key.code,
                inspectionPlanId: inspection.plan,
                verdict: inspection.verdict,
                failed: failed,
                isConceded: inspection.isConceded,
                supersedes: supersedes,
                lotStatus: lot.status,
                actor: actor,
                performedAt: time,
                recordedAt: self.state.now
            )
        }
    }
}
