import Contracts
import Kernel
import LedgerDomain

/// A movement with what its entry says, in one document.
struct MovementRecordBody: Encodable, Sendable {
    let movement: MovementBody
    let entry: EntryPart

    init(_ movement: PostedMovement, of entry: PostedEntry, on state: LedgerState) {
        self.movement = MovementBody(movement, on: state)
        self.entry = EntryPart(entry)
    }

    func encode(to encoder: any Encoder) throws {
        try self.movement.encode(to: encoder)
        try self.entry.encode(to: encoder)
    }

    struct EntryPart: Encodable, Sendable {
        let entryId: ID<Entry>
        let kind: EntryKind
        let reference: Reference?
        let reason: String?
        let effectiveAt: Timestamp
        let recordedAt: Timestamp
        let actor: Actor

        init(_ entry: PostedEntry) {
            self.entryId = entry.id
            self.kind = entry.kind
            self.reference = entry.about.reference
            self.reason = entry.about.reason
            self.effectiveAt = entry.effectiveAt
            self.recordedAt = entry.recordedAt
            self.actor = entry.actor
        }
    }
}
