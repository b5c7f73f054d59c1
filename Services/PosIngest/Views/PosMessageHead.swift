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
