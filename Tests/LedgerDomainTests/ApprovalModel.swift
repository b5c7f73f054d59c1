import Contracts
import Kernel
import LedgerDomain

/// Who has to approve what: corrections of more than a limit, whichever way they go.
struct ApprovalModel {
    /// The most of one variant; `nil` where there is no rule.
    let limit: Quantity?

    static let boss = Actor(kind: .user, name: "boss")

    func differences(in decision: Decision) -> [String] {
        guard let entry = decision.entry else {
            return decision.approval == nil ? [] : ["an approval of nothing"]
        }
        var corrected: [ID<Variant>: Quantity] = [:]
        for movement in entry.movements {
            let ends = [movement.from, movement.to].compactMap { Company.outside[$0] }
            guard ends.contains(.adjustment) || ends.contains(.scrap) else { continue }
            corrected[movement.variant, default: .zero] += movement.quantity
        }
        let isLarge = self.limit.map { limit in corrected.values.contains { $0 > limit } } ?? false
        let approval = decision.approval
        let isApproved =
            approval?.approves == entry.id && approval?.kind == .approve
            && approval?.actor == ApprovalModel.boss && approval?.movements == []
        return isLarge == (approval != nil) && isLarge == isApproved
            ? [] : ["the approval of \(entry)"]
    }
}
