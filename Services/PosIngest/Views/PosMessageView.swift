import Contracts
import Kernel
import PosIngestDomain
import Postgres

/// A message as lists show it.
struct PosMessageHead: Encodable {
    let id: ID<PosMessage>
    let source: String
    let kind: PosMessageKind?
    let document: String?
    let terminal: String?
    let sequence: Int64?
    let status: MessageRecord.Status
    let reason: ParkReason?
    let detail: String?
    let occurredAt: Timestamp?
    let receivedAt: Timestamp
    let appliedAt: Timestamp?
    let lineCount: Int
    let duplicates: Int64
    let version: Int64

    init(_ record: MessageRecord, duplicates: Int64) {
        self.id = record.id
        self.source = record.source
        self.kind = record.kind
        self.document = record.document
        self.terminal = record.terminal
        self.sequence = record.sequence
        self.status = record.status
        self.reason = record.parking?.reason
        self.detail = record.parking?.detail
        self.occurredAt = record.occurredAt
        self.receivedAt = record.receivedAt
        self.appliedAt = record.appliedAt
        self.lineCount = record.lineCount
        self.duplicates = duplicates
        self.version = record.version
    }
}

/// A message with its payload.
struct PosMessageView: Encodable {
    let id: ID<PosMessage>
    let source: String
    let kind: PosMessageKind?
    let document: String?
    let terminal: String?
    let sequence: Int64?
    let status: MessageRecord.Status
    let reason: ParkReason?
    let detail: String?
    let errors: [FieldError]
    let occurredAt: Timestamp?
    let receivedAt: Timestamp
    let appliedAt: Timestamp?
    let entryId: ID<Entry>?
    let lineCount: Int
    let duplicates: Int64
    let payload: String
    let originalPayload: String?
    let decidedBy: Actor?
    let note: String?
    let version: Int64

    init(_ record: MessageRecord, in transaction: borrowing Transaction) throws {
        let duplicates = try MessageStore.duplicates(of: [record.id], in: transaction)
        self.id = record.id
        self.source = record.source
        self.kind = record.kind
        self.document = record.document
        self.terminal = record.terminal
        self.sequence = record.sequence
        self.status = record.status
        self.reason = record.parking?.reason
        self.detail = record.parking?.detail
        self.errors = record.parking?.errors ?? []
        self.occurredAt = record.occurredAt
        self.receivedAt = record.receivedAt
        self.appliedAt = record.appliedAt
        self.entryId = record.entry
        self.lineCount = record.lineCount
        self.duplicates = duplicates[record.id] ?? 0
        self.payload = String(decoding: record.payload, as: UTF8.self)
        self.originalPayload = record.originalPayload.map { String(decoding: $0, as: UTF8.self) }
        self.decidedBy = record.decidedBy
        self.note = record.note
        self.version = record.version
    }
}
