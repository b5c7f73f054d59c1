package import Contracts
package import Kernel

/// One business fact in the journal; never changed, only reversed by another.
package struct PostedEntry: Hashable, Sendable {
    package let id: ID<Entry>
    package let kind: EntryKind
    /// When it happened.
    package let effectiveAt: Timestamp
    /// When the ledger learned of it, by the clock of the database.
    package let recordedAt: Timestamp
    package let about: Circumstances
    package let actor: Actor
    /// The entry that this one undoes.
    package let reverses: ID<Entry>?
    /// The reservation that this entry consumed from.
    package let reservation: ID<Reservation>?
    package let movements: [PostedMovement]

    package init(
        id: ID<Entry>,
        kind: EntryKind,
        effectiveAt: Timestamp,
        recordedAt: Timestamp,
        about: Circumstances,
        actor: Actor,
        reverses: ID<Entry>? = nil,
        reservation: ID<Reservation>? = nil,
        movements: [PostedMovement]
    ) {
        self.id = id
        self.kind = kind
        self.effectiveAt = effectiveAt
        self.recordedAt = recordedAt
        self.about = about
        self.actor = actor
        self.reverses = reverses
        self.reservation = reservation
        self.movements = movements
    }
}
