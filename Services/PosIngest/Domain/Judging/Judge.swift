import Contracts
package import Kernel

/// Decides about a message with the facts at hand; the same facts give the same verdict.
package struct Judge: Sendable {
    package let source: Source
    package let book: CodeBook
    package let now: Timestamp

    package init(source: Source, book: CodeBook, now: Timestamp) {
        self.source = source
        self.book = book
        self.now = now
    }

    /// - Parameter original: The document that a void cancels, once it has been applied.
    package func judge(_ document: PosDocument, original: Original?) -> Verdict {
        guard self.source.isActive else {
            return .park(Parking(.sourceDisabled, "The source \(self.source.name) is disabled."))
        }
        let errors = document.shapeErrors
        guard errors.isEmpty else {
            return .park(Parking(.malformed, errors[0].message, errors: errors))
        }
        guard document.hasBelievableTime(at: self.now) else {
            let error = FieldError(
                pointer: "/occurredAt",
                rule: "range",
                message: "occurredAt is before 2000 or more than 15 minutes ahead."
            )
            return .park(Parking(.clockOutOfRange, error.message, errors: [error]))
        }
        guard document.kind != .void else {
            return self.reversal(document, of: original)
        }
        return self.record(document)
    }

    private func reversal(_ document: PosDocument, of original: Original?) -> Verdict {
        let name = document.originalDocumentId ?? ""
        switch original {
        case .movedNothing: return .nothingToMove
        case .inBook: return .reverse(self.command(document, cancelling: name))
        case nil:
            let error = FieldError(
                pointer: "/originalDocumentId",
                rule: "unknown-original",
                message: "No document \(name) of this source is in the book yet."
            )
            return .park(Parking(.unknownOriginal, error.message, errors: [error]))
        }
    }

    private func command(_ document: PosDocument, cancelling original: String) -> ReverseEntry {
        ReverseEntry(
            reference: Reference(source: self.source.name, document: document.documentId),
            originalReference: Reference(source: self.source.name, document: original),
            sourceId: self.source.id,
            effectiveAt: document.occurredAt,
            allowNegative: true,
            reason: Self.voidReason,
            note: Self.note(document.reason, document.note)
        )
    }

    private func record(_ document: PosDocument) -> Verdict {
        let location: ID<Location>
        switch self.location(of: document) {
        case .success(let found): location = found
        case .failure(let problem): return .park(problem.parking)
        }
        let resolved: [TillLine]
        switch self.lines(of: document) {
        case .success(let lines): resolved = lines
        case .failure(let problem): return .park(problem.parking)
        }
        guard !resolved.isEmpty else { return .nothingToMove }
        return .record(
            RecordSale(
                kind: document.kind.tillKind,
                reference: Reference(source: self.source.name, document: document.documentId),
                originalReference: document.originalDocumentId.map {
                    Reference(source: self.source.name, document: $0)
                },
                sourceId: self.source.id,
                locationId: location,
                effectiveAt: document.occurredAt,
                allowNegative: true,
                reason: document.kind == .adjustment
                    ? Self.adjustmentReason(document.reason) : nil,
                note: Self.note(document.reason, document.note),
                lines: resolved
            ),
            nonStockLines: document.lines.count - resolved.count
        )
    }

    private func location(of document: PosDocument) -> Result<ID<Location>, Unresolved> {
        guard let code = document.location else { return .success(self.source.location) }
        guard let found = self.book.locations[Verbatim(code)] else {
            let error = FieldError(
                pointer: "/location",
                rule: "unknown-location",
                message: "There is no open location \(code)."
            )
            return .failure(Unresolved(Parking(.unknownLocation, error.message, errors: [error])))
        }
        return .success(found)
    }

    /// The word of the ledger's closed list for what a till cancels.
    static let voidReason = "cancelled"

    /// The words of the ledger's closed list that a till may use; any other is kept in the note.
    private static let adjustmentReasons: Set<String> = [
        "count", "found", "lost", "damaged", "expired", "stolen", "sample", "internal-use",
    ]

    private static func adjustmentReason(_ text: String?) -> String {
        guard let text, self.adjustmentReasons.contains(text) else { return "other" }
        return text
    }

    /// The reason and the note of the till in one; where that is too long for the ledger, the rest
    /// is to be read in the message itself.
    private static func note(_ parts: String?...) -> String? {
        let text = parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ": ")
        guard !PosLimits.note.allows(text) else { return text.isEmpty ? nil : text }
        let head = text.unicodeScalars.prefix(PosLimits.note.maximum - 1)
        return String(String.UnicodeScalarView(head)) + "…"
    }
}

/// A part of a message that stands for nothing we know.
struct Unresolved: Error {
    let parking: Parking

    init(_ parking: Parking) {
        self.parking = parking
    }
}

extension PosMessageKind {
    fileprivate var tillKind: TillKind {
        switch self {
        case .sale, .void: .sale
        case .refund: .refund
        case .adjustment: .adjustment
        }
    }
}
