package import Contracts
package import Kernel

/// What a till reported, whatever kind of message carried it.
package struct PosDocument: Hashable, Sendable {
    package let kind: PosMessageKind
    /// Unique for ever within the source.
    package let documentId: String
    package let terminal: String?
    package let sequence: Int64?
    package let occurredAt: Timestamp
    /// The code of a location; `nil` for that of the source.
    package let location: String?
    package let originalDocumentId: String?
    package let reason: String?
    package let note: String?
    /// Empty for a void.
    package let lines: [PosLine]

    /// The id of the document if it can be one, so that the message is known by it for ever.
    package var name: String? {
        Reference.isDocument(self.documentId) ? self.documentId : nil
    }

    /// What a void cancels, if that can be a document at all.
    package var original: String? {
        guard self.kind == .void, let id = self.originalDocumentId, Reference.isDocument(id) else {
            return nil
        }
        return id
    }
}

extension PosDocument {
    package init(_ sale: PosSale) {
        self.init(
            kind: .sale,
            documentId: sale.documentId,
            terminal: sale.terminal,
            sequence: sale.sequence,
            occurredAt: sale.occurredAt,
            location: sale.location,
            originalDocumentId: nil,
            reason: nil,
            note: sale.note,
            lines: sale.lines
        )
    }

    package init(_ refund: PosRefund) {
        self.init(
            kind: .refund,
            documentId: refund.documentId,
            terminal: refund.terminal,
            sequence: refund.sequence,
            occurredAt: refund.occurredAt,
            location: refund.location,
            originalDocumentId: refund.originalDocumentId,
            reason: refund.reason,
            note: refund.note,
            lines: refund.lines
        )
    }

    package init(_ void: PosVoid) {
        self.init(
            kind: .void,
            documentId: void.documentId,
            terminal: void.terminal,
            sequence: void.sequence,
            occurredAt: void.occurredAt,
            location: nil,
            originalDocumentId: void.originalDocumentId,
            reason: void.reason,
            note: void.note,
            lines: []
        )
    }

    package init(_ adjustment: PosAdjustment) {
        self.init(
            kind: .adjustment,
            documentId: adjustment.documentId,
            terminal: adjustment.terminal,
            sequence: adjustment.sequence,
            occurredAt: adjustment.occurredAt,
            location: adjustment.location,
            originalDocumentId: nil,
            reason: adjustment.reason,
            note: adjustment.note,
            lines: adjustment.lines
        )
    }
}
