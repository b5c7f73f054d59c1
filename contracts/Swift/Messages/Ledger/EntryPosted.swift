package import Kernel

/// An entry is in the book, with all of its movements.
///
/// Never changed afterwards: a correction is another entry, of kind `reverse`.
package struct EntryPosted: Codable, Hashable, Sendable {
    package let entryId: ID<Entry>
    /// What everything that follows from one request or message shares.
    package let correlationId: ID<Command>
    /// The request or message that ordered it; `nil` where the ledger did so by its own clock.
    package let causationId: ID<Command>?
    package let kind: EntryKind
    package let reference: Reference?
    /// The document that a return or refund takes back, where it is known.
    package let originalReference: Reference?
    /// The entry that this one undoes, or some of it; only for the kind `reverse`.
    package let reversedEntryId: ID<Entry>?
    /// The reservation consumed; only for the kind `ship`.
    package let reservationId: ID<Reservation>?
    /// Why, from the closed list of reasons; always there for the kind `adjust`.
    package let reason: String?
    package let note: String?
    /// When it counts as having happened.
    package let effectiveAt: Timestamp
    /// When it happened, where that is in a period that was closed; `nil` where it counts as then.
    package let occurredAt: Timestamp?
    /// When the ledger learned of it.
    package let recordedAt: Timestamp
    package let actor: Actor
    package let movements: [MovementPosted]
    /// One per balance that changed, in order of variant, location, lot.
    package let balances: [BalanceAfter]

    package init(
        entryId: ID<Entry>,
        correlationId: ID<Command>,
        causationId: ID<Command>? = nil,
        kind: EntryKind,
        reference: Reference? = nil,
        originalReference: Reference? = nil,
        reversedEntryId: ID<Entry>? = nil,
        reservationId: ID<Reservation>? = nil,
        reason: String? = nil,
        note: String? = nil,
        effectiveAt: Timestamp,
        occurredAt: Timestamp? = nil,
        recordedAt: Timestamp,
        actor: Actor,
        movements: [MovementPosted],
        balances: [BalanceAfter]
    ) {
        self.entryId = entryId
        self.correlationId = correlationId
        self.causationId = causationId
        self.kind = kind
        self.reference = reference
        self.originalReference = originalReference
        self.reversedEntryId = reversedEntryId
        self.reservationId = reservationId
        self.reason = reason
        self.note = note
        self.effectiveAt = effectiveAt
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.actor = actor
        self.movements = movements
        self.balances = balances
    }
}
