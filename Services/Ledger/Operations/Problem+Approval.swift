import Contracts
import Kernel
import LedgerDomain

extension Problem {
    /// Refusals of what somebody else has to approve, and of whoever approves it.
    ///
    /// - Parameter tellsWorth: Whether whoever asks may know what goods are worth.
    static func ofApproval(_ refusal: LedgerRefusal, tellsWorth: Bool = false) -> Problem {
        switch refusal {
        case .approvalRequired(let rule, let excess):
            Problem(
                .approvalRequired,
                detail:
                    "\(excess.sentence(tellsWorth: tellsWorth)) Propose it, and somebody else can approve it.",
                extensions: ["ruleId": .string(rule.description)]
            )
        case .ownProposal:
            Problem(.ownProposal, detail: "Somebody else than its proposer has to approve it.")
        case .personRequired:
            Problem(.forbidden, detail: "The rule has people approve, and no program.")
        case .unknownProposal(let id):
            .notFound("There is no proposal \(id).")
        case .proposalEnded(_, let state):
            .conflict(.wrongState, "The proposal is \(state.rawValue).")
        default: .internalError()
        }
    }
}

extension ApprovalRule.Excess {
    fileprivate func sentence(tellsWorth: Bool) -> String {
        switch self {
        case .quantity(let variant, let quantity, let limit):
            "\(quantity) of the variant \(variant) are more than the \(limit) that one may correct."
        case .value where !tellsWorth:
            "It is worth more than one may correct."
        case .value(let worth, let limit):
            "It is worth \(worth), and one may correct \(limit)."
        }
    }
}
