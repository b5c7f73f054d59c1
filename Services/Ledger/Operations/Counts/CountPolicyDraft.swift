import Contracts
import Kernel
import LedgerDomain

/// How far what is seen may be from what should be there, as a request says it.
struct ToleranceDraft: Codable, Sendable {
    /// In base units.
    let quantity: Quantity?
    /// Of what should be there, in hundredths.
    let percent: Quantity?

    init(_ tolerance: CountTolerance) {
        self.quantity = tolerance.quantity
        self.percent = tolerance.percent
    }

    func tolerance(_ rules: inout DraftRules, or former: CountTolerance) -> CountTolerance {
        let (quantity, percent) = (
            self.quantity ?? former.quantity, self.percent ?? former.percent
        )
        if quantity.isNegative || quantity > .largestLine {
            rules.add(
                "/tolerance/quantity",
                "range",
                "The value is from 0 to \(Quantity.largestLine)."
            )
        }
        if percent.isNegative || percent > CountTolerance.largestPercent {
            rules.add("/tolerance/percent", "range", "The value is from 0 to 100.")
        }
        return CountTolerance(quantity: quantity, percent: percent)
    }
}

/// What plans and counts say alike of how strictly is counted; what is left out stays as it was.
protocol CountPolicyDraft {
    var blind: Bool? { get }
    var tolerance: ToleranceDraft? { get }
    var soleApproval: Quantity? { get }
}

extension CountPolicyDraft {
    func policy(_ rules: inout DraftRules, or former: CountPolicy = .standard) -> CountPolicy {
        if let limit = self.soleApproval, limit.isNegative || limit > .largestLine {
            rules.add("/soleApproval", "range", "The value is from 0 to \(Quantity.largestLine).")
        }
        return CountPolicy(
            isBlind: self.blind ?? former.isBlind,
            tolerance: self.tolerance?.tolerance(&rules, or: former.tolerance)
                ?? former.tolerance,
            soleApproval: self.soleApproval ?? former.soleApproval
        )
    }
}
