import Contracts
import Kernel
import LedgerDomain

/// A movement with what its entry says, in one document.
struct MovementRecordBody: Encodable, Sendable {
    let movement: MovementBody
    let entry: EntryPart

    func encode(to encoder: any Encoder) throws {
        try self.movement.encode(to: encoder)
        try self.entry.encode(to: encoder)
    }

    struct EntryPart: Codable, Sendable {
        let entryId: ID<Entry>
        let kind: EntryKind
        let reference: Reference?
        let reason: String?
        let effectiveAt: Timestamp
        /// When it happened, where it counts as having happened later.
        let occurredAt: Timestamp?
        let recordedAt: Timestamp
        let actor: Actor
    }
}

extension MovementRecordBody {
    init(_ movement: PostedMovement, of entry: PostedEntry, on state: LedgerState) {
        self.init(movement: MovementBody(movement, on: state), entry: EntryPart(entry))
    }
}

extension MovementRecordBody.EntryPart {
    init(_ entry: PostedEntry) {
        self.init(
            entryId: entry.id,
            kind: entry.kind,
            reference: entry.about.reference,
            reason: entry.about.reason,
            effectiveAt: entry.effectiveAt,
            occurredAt: entry.occurredAt,
            recordedAt: entry.recordedAt,
            actor: entry.actor
        )
    }
}
