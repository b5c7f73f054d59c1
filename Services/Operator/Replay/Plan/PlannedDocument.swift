import Contracts
import Kernel

/// What a till would publish for an invoice, or for a part of one.
struct PlannedDocument: Hashable, Sendable {
    let invoice: String
    let kind: PosMessageKind
    let documentId: String
    let terminal: String
    let sequence: Int64
    let occurredAt: Timestamp
    let lines: [PosLine]
    /// Why, for an adjustment.
    let reason: String
}
