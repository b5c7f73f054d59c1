import Contracts
import Kernel
import LedgerDomain

extension ProposalChanged {
    /// What the house is told of a proposal that was made, or ended.
    ///
    /// - Parameters:
    ///   - note: What the proposer said, while it is pending.
    ///   - time: When it was made.
    init(_ proposal: StockProposal, note: String? = nil, at time: Timestamp) {
        let verdict = proposal.verdict
        self.init(
            proposalId: proposal.id,
            operation: proposal.operation,
            state: proposal.state,
            proposer: proposal.proposer,
            actor: verdict?.actor ?? proposal.proposer,
            note: verdict == nil ? note : verdict?.note,
            entryId: verdict?.entry,
            expiresAt: proposal.expiresAt,
            recordedAt: verdict?.time ?? time,
            version: proposal.version
        )
    }
}
