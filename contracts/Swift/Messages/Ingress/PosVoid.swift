package import Kernel

/// A till cancelled an earlier document as a whole.
package struct PosVoid: Contract, Hashable {
    package static let type = "pos.void.v1"
    package static let destination = Destination.ingress

    /// The number of the receipt, unique for ever within the source.
    package let documentId: String
    /// The till within the source.
    package let terminal: String?
    /// Counts the messages of the terminal without gaps, so that lost ones are noticed.
    package let sequence: Int64?
    /// When it happened, by the clock of the till.
    package let occurredAt: Timestamp
    /// The document it cancels.
    package let originalDocumentId: String
    package let reason: String?
    package let note: String?

    package init(
        documentId: String,
        terminal: String? = nil,
        sequence: Int64? = nil,
        occurredAt: Timestamp,
        originalDocumentId: String,
        reason: String? = nil,
        note: String? = nil
    ) {
        self.documentId = documentId
        self.terminal = terminal
        self.sequence = sequence
        self.occurredAt = occurredAt
        self.originalDocumentId = originalDocumentId
        self.reason = reason
        self.note = note
    }
}
