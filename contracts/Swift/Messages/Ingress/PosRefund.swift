package import Kernel

/// A till took something back.
package struct PosRefund: Contract, Hashable {
    package static let type = "pos.refund.v1"
    package static let destination = Destination.ingress

    /// The number of the receipt, unique for ever within the source.
    package let documentId: String
    /// The till within the source.
    package let terminal: String?
    /// Counts the messages of the terminal without gaps, so that lost ones are noticed.
    package let sequence: Int64?
    /// When it happened, by the clock of the till.
    package let occurredAt: Timestamp
    /// The code of our location; without it that of the source.
    package let location: String?
    /// The sale it takes back, where the till knows it.
    package let originalDocumentId: String?
    package let reason: String?
    package let lines: [PosLine]
    package let note: String?

    package init(
        documentId: String,
        terminal: String? = nil,
        sequence: Int64? = nil,
        occurredAt: Timestamp,
        location: String? = nil,
        originalDocumentId: String? = nil,
        reason: String? = nil,
        lines: [PosLine],
        note: String? = nil
    ) {
        self.documentId = documentId
        self.terminal = terminal
        self.sequence = sequence
        self.occurredAt = occurredAt
        self.location = location
        self.originalDocumentId = originalDocumentId
        self.reason = reason
        self.lines = lines
        self.note = note
    }
}
