import Contracts
import Kernel
import LedgerDomain
import Postgres

extension StateLoader {
    /// Reads the rule of approval, and keeps it from being replaced meanwhile; nothing where no
    /// command corrects the book.
    func loadRule(
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws {
        guard self.commands.contains(where: { $0.mayCorrect(state) }) else { return }
        // Two statements, of which the second sees what the first waited for.
        let rows = try transaction.pipeline([ApprovalRuleStore.keep, ApprovalRuleStore.latest])
        try ApprovalRuleStore.insert(rows[1], into: &state)
    }
}

extension LedgerCommand {
    /// Whether its entry may be under a rule of approval.
    ///
    /// - Parameter state: Has the entries that are named.
    fileprivate func mayCorrect(_ state: LedgerState) -> Bool {
        switch self {
        case .post(let posting): ApprovalRule.governed.contains(posting.kind)
        case .reverse(let reversal): state.entry(reversal.target)?.kind == .adjust
        case .carry(let step):
            if case .lose = step.way { true } else { false }
        case .reserve, .consume, .release, .expire, .fill, .extend, .withdraw, .changeLot,
            .expireLot, .inspect, .concede, .order, .cancelOrder, .handle:
            false
        }
    }
}
