package import Kernel

extension SealedRecord {
    /// The columns of an entry.
    package struct Entry: Codable, Hashable, Sendable {
        package var id: SealedID
        package var kind: String
        package var source: String?
        package var document: String?
        package var originalSource: String?
        package var originalDocument: String?
        package var reverses: SealedID?
        package var reversalNumber: Int32?
        package var undoesRest: Bool?
        package var batch: SealedID?
        package var reservation: SealedID?
        package var reason: String?
        package var note: String?
        package var effectiveAt: Timestamp
        package var recordedAt: Timestamp
        package var actorKind: String
        package var actorId: SealedID?
        package var actorName: String
        package var cause: SealedID
        package var transferOrder: SealedID?
        package var occurredAt: Timestamp?
        /// The entry that this one approves.
        package var approves: SealedID?
        /// The permission that allowed the actor to make a rule or to approve.
        package var authority: String?
        /// What a rule says.
        package var terms: String?
        /// What its corrections were worth when it was decided, in millionths of the currency of the
        /// rule.
        package var worth: Int64?

        package init(
            id: SealedID,
            kind: String,
            source: String? = nil,
            document: String? = nil,
            originalSource: String? = nil,
            originalDocument: String? = nil,
            reverses: SealedID? = nil,
            reversalNumber: Int32? = nil,
            undoesRest: Bool? = nil,
            batch: SealedID? = nil,
            reservation: SealedID? = nil,
            reason: String? = nil,
            note: String? = nil,
            effectiveAt: Timestamp,
            recordedAt: Timestamp,
            actorKind: String,
            actorId: SealedID? = nil,
            actorName: String,
            cause: SealedID,
            transferOrder: SealedID? = nil,
            occurredAt: Timestamp? = nil,
            approves: SealedID? = nil,
            authority: String? = nil,
            terms: String? = nil,
            worth: Int64? = nil
        ) {
            self.id = id
            self.kind = kind
            self.source = source
            self.document = document
            self.originalSource = originalSource
            self.originalDocument = originalDocument
            self.reverses = reverses
            self.reversalNumber = reversalNumber
            self.undoesRest = undoesRest
            self.batch = batch
            self.reservation = reservation
            self.reason = reason
            self.note = note
            self.effectiveAt = effectiveAt
            self.recordedAt = recordedAt
            self.actorKind = actorKind
            self.actorId = actorId
            self.actorName = actorName
            self.cause = cause
            self.transferOrder = transferOrder
            self.occurredAt = occurredAt
            self.approves = approves
            self.authority = authority
            self.terms = terms
            self.worth = worth
        }
    }
}
