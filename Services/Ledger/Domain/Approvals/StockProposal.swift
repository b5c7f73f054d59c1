package import Contracts
package import Kernel

/// An entry that is made once somebody else approves it, and what became of it.
package struct StockProposal: Hashable, Sendable {
    package let id: ID<Proposal>
    /// The operation that is proposed.
    package let operation: String
    package let proposer: Actor
    package let expiresAt: Timestamp
    package private(set) var state: ProposalState
    package private(set) var verdict: Verdict?
    package private(set) var version: Int64

    /// Who ended it, when and why.
    package struct Verdict: Hashable, Sendable {
        package let actor: Actor
        package let note: String?
        /// The entry that was made of it.
        package let entry: ID<Entry>?
        package let time: Timestamp

        package init(by actor: Actor, note: String?, entry: ID<Entry>? = nil, at time: Timestamp) {
            self.actor = actor
            self.note = note
            self.entry = entry
            self.time = time
        }
    }

    package init(
        id: ID<Proposal>,
        operation: String,
        proposer: Actor,
        expiresAt: Timestamp,
        state: ProposalState = .pending,
        verdict: Verdict? = nil,
        version: Int64 = 1
    ) {
        self.id = id
        self.operation = operation
        self.proposer = proposer
        self.expiresAt = expiresAt
        self.state = state
        self.verdict = verdict
        self.version = version
    }

    /// Approves it, with the entry that is made of it.
    package mutating func approve(_ verdict: Verdict) throws(LedgerRefusal) {
        try self.requirePending(at: verdict.time)
        guard !verdict.actor.isSame(as: self.proposer) else { throw .ownProposal(self.id) }
        self.end(.approved, verdict)
    }

    /// Declines it; whoever proposed it may do so, too.
    package mutating func decline(_ verdict: Verdict) throws(LedgerRefusal) {
        try self.requirePending(at: verdict.time)
        self.end(.declined, verdict)
    }

    /// Ends it once its time is over.
    package mutating func expire(by actor: Actor, at time: Timestamp) throws(LedgerRefusal) {
        guard self.state == .pending, self.expiresAt <= time else {
            throw .proposalEnded(self.id, self.state)
        }
        self.end(.expired, Verdict(by: actor, note: nil, at: time))
    }

    private func requirePending(at time: Timestamp) throws(LedgerRefusal) {
        guard self.state == .pending else { throw .proposalEnded(self.id, self.state) }
        // The clock may not have come by yet.
        guard time < self.expiresAt else { throw .proposalEnded(self.id, .expired) }
    }

    private mutating func end(_ state: ProposalState, _ verdict: Verdict) {
        self.state = state
        self.verdict = verdict
        self.version += 1
    }
}
