package import Kernel

/// An entry was proposed that somebody else has to approve, or it was decided upon.
package struct ProposalChanged: Contract, Hashable {
    package static let type = "ledger.proposal.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let proposalId: ID<Proposal>
    /// The operation that is proposed.
    package let operation: String
    package let state: ProposalState
    /// Who proposed it.
    package let proposer: Actor
    /// Who proposed, approved or declined it, or let it expire.
    package let actor: Actor
    /// Why, as the actor said.
    package let note: String?
    /// The entry that was made of it; only once it is approved.
    package let entryId: ID<Entry>?
    package let expiresAt: Timestamp
    package let recordedAt: Timestamp
    /// 1 when made, then one more with every change.
    package let version: Int64

    package init(
        proposalId: ID<Proposal>,
        operation: String,
        state: ProposalState,
        proposer: Actor,
        actor: Actor,
        note: String? = nil,
        entryId: ID<Entry>? = nil,
        expiresAt: Timestamp,
        recordedAt: Timestamp,
        version: Int64
    ) {
        self.proposalId = proposalId
        self.operation = operation
        self.state = state
        self.proposer = proposer
        self.actor = actor
        self.note = note
        self.entryId = entryId
        self.expiresAt = expiresAt
        self.recordedAt = recordedAt
        self.version = version
    }
}
