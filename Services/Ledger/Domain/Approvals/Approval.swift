package import Contracts
package import Kernel

/// Somebody's word that an entry may be made that somebody else asked for.
package struct Approval: Hashable, Sendable {
    /// Of the entry that keeps it.
    package let entry: ID<Entry>
    package let actor: Actor
    /// What allowed them to.
    package let authority: Permission
    package let note: String?
    /// What was proposed; `nil` where something else was approved, such as a count.
    package let proposal: ID<Proposal>?

    package init(
        entry: ID<Entry>,
        by actor: Actor,
        with authority: Permission,
        note: String? = nil,
        of proposal: ID<Proposal>? = nil
    ) {
        self.entry = entry
        self.actor = actor
        self.authority = authority
        self.note = note
        self.proposal = proposal
    }
}

extension Actor {
    /// Whether both are one and the same, whatever they are called.
    func isSame(as other: Actor) -> Bool {
        guard let id = self.id, let otherID = other.id else {
            return self.kind == other.kind && self.id == other.id && self.name == other.name
        }
        return id == otherID
    }
}
