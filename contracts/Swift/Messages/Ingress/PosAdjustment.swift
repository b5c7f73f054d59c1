package import Kernel

/// A till reports goods lost, broken or found.
package struct PosAdjustment: Contract, Hashable {
    package static let type = "pos.adjustment.v1"
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
    /// Why, such as `damaged`.
    package let reason: String
    package let lines: [PosLine]
    package let note: String?

    package init(
        documentId: String,
        terminal: String? = nil,
        sequence: Int64? = nil,
        occurredAt: Timestamp,
        location: String? = nil,
        reason: String,
        lines: [PosLine],
        note: String? = nil
    ) {
        self.documentId = documentId
        self.terminal = terminal
        self.sequence = sequence
        self.occurredAt = occurredAt
        self.location = location
        self.reason = reason
        self.lines = lines
        self.note = note
    }
}
