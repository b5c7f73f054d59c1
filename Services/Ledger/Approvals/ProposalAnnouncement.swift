import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// What the house is told of proposals that no entry comes of, or not yet.
enum ProposalAnnouncement {
    /// - Parameters:
    ///   - note: What the proposer said, while it is pending.
    ///   - time: When it was made; not looked at once it is over.
    static func tell(
        _ proposal: StockProposal,
        note: String? = nil,
        at time: Timestamp = Timestamp(microseconds: 0),
        cause: MessageContext?,
        in transaction: borrowing Transaction
    ) throws {
        try Outbox.append(
            ProposalChanged(proposal, note: note, at: time),
            subject: proposal.id.description,
            version: proposal.version,
            cause: cause,
            in: transaction
        )
    }
}
