package import Contracts
package import Kernel

/// One business fact in the journal; never changed, only reversed by another.
package struct PostedEntry: Hashable, Sendable {
    package let id: ID<Entry>
    package let kind: EntryKind
    /// When it counts as having happened.
    package let effectiveAt: Timestamp
    /// When it happened, where that is in a period that was closed; `nil` where it counts as then.
    package let occurredAt: Timestamp?
    /// When the ledger learned of it, by the clock of the database.
    package let recordedAt: Timestamp
    package let about: Circumstances
    package let actor: Actor
    /// The entry that this one undoes, or some of it.
    package let reverses: ID<Entry>?
    /// Which part of that entry; `nil` also for reversals from before there were parts.
    package let part: ReversalPart?
    /// The reservation that this entry consumed from.
    package let reservation: ID<Reservation>?
    /// The transfer order whose goods it moved.
    package let transfer: ID<TransferOrder>?
    /// The entries that it was made together with, all or none.
    package let batch: ID<EntryBatch>?
    /// The entry that this one approves.
    package let approves: ID<Entry>?
    /// What allowed the actor to approve, or to make a rule.
    package let authority: Permission?
    /// What its corrections were worth when it was decided, where a rule limits that.
    package internal(set) var worth: CostValue?
    /// None for the kinds `rule` and `approve`.
    package let movements: [PostedMovement]

    package init(
        id: ID<Entry>,
        kind: EntryKind,
        effectiveAt: Timestamp,
        occurredAt: Timestamp? = nil,
        recordedAt: Timestamp,
        about: Circumstances,
        actor: Actor,
        reverses: ID<Entry>? = nil,
        part: ReversalPart? = nil,
        reservation: ID<Reservation>? = nil,
        transfer: ID<TransferOrder>? = nil,
        batch: ID<EntryBatch>? = nil,
        approves: ID<Entry>? = nil,
        authority: Permission? = nil,
        worth: CostValue? = nil,
        movements: [PostedMovement]
    ) {
        self.id = id
        self.kind = kind
        self.effectiveAt = effectiveAt
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.about = about
        self.actor = actor
        self.reverses = reverses
        self.part = part
        self.reservation = reservation
        self.transfer = transfer
        self.batch = batch
        self.approves = approves
        self.authority = authority
        self.worth = worth
        self.movements = movements
    }
}

/// Which of the reversals of an entry one is.
package struct ReversalPart: Hashable, Sendable {
    /// From 1, in the order in which they were made.
    package let number: Int
    /// Whether nothing of the entry is left, so that there is no further one.
    package let isLast: Bool

    package init(number: Int, isLast: Bool) {
        self.number = number
        self.isLast = isLast
    }
}
