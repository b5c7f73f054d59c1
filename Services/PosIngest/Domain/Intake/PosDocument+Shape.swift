package import Contracts
package import Kernel

extension PosDocument {
    /// Lines of one document; the longest receipts of a wholesaler have some 1,200.
    package static let maximumLines = 2_000
    package static let maximumTerminalLength = 64
    package static let maximumCodeLength = 64
    package static let maximumNoteLength = 2_000
    /// How far the clock of a till may be ahead of ours.
    package static let clockTolerance = Duration.seconds(15 * 60)
    /// Nothing was sold before the year 2000 that anybody still reports.
    package static let earliest = Timestamp(microseconds: 946_684_800_000_000)

    /// Every field that breaks a rule of the message format.
    package var shapeErrors: [FieldError] {
        var errors: [FieldError] = []
        func check(_ isRight: Bool, _ pointer: String, _ rule: String, _ message: String) {
            guard !isRight else { return }
            errors.append(FieldError(pointer: pointer, rule: rule, message: message))
        }
        check(
            Reference.isDocument(self.documentId),
            "/documentId",
            "length",
            "documentId has 1 to \(Reference.maximumDocumentLength) characters."
        )
        check(
            self.originalDocumentId.map(Reference.isDocument) ?? true,
            "/originalDocumentId",
            "length",
            "originalDocumentId has 1 to \(Reference.maximumDocumentLength) characters."
        )
        check(
            self.terminal.map(Self.isTerminal) ?? true,
            "/terminal",
            "length",
            "terminal has 1 to 64 characters."
        )
        check(
            self.sequence.map(Self.isSequence) ?? true,
            "/sequence",
            "range",
            "sequence is from 0 to \(Self.maximumSequence)."
        )
        check(
            self.sequence == nil || self.terminal != nil,
            "/terminal",
            "required",
            "terminal is required where there is a sequence."
        )
        check(
            (self.note?.count ?? 0) <= Self.maximumNoteLength,
            "/note",
            "length",
            "note has at most 2000 characters."
        )
        guard self.kind != .void else { return errors }
        check(
            (1...Self.maximumLines).contains(self.lines.count),
            "/lines",
            "items",
            "lines has 1 to 2000 items."
        )
        return errors + self.lineErrors
    }

    private var lineErrors: [FieldError] {
        var numbers: Set<Int> = []
        var errors: [FieldError] = []
        for (index, line) in self.lines.prefix(Self.maximumLines).enumerated() {
            func add(_ field: String, _ rule: String, _ message: String) {
                let pointer = "/lines/\(index)/\(field)"
                errors.append(FieldError(pointer: pointer, rule: rule, message: message))
            }
            if line.lineNumber < 1 { add("lineNumber", "minimum", "lineNumber begins at 1.") }
            if !numbers.insert(line.lineNumber).inserted {
                add("lineNumber", "unique", "lineNumber is there twice.")
            }
            if !(1...Self.maximumCodeLength).contains(line.code.count) {
                add("code", "length", "code has 1 to 64 characters.")
            }
            switch self.kind {
            case .adjustment where line.quantity == .zero:
                add("quantity", "not-zero", "quantity of an adjustment is not zero.")
            case .sale where !line.quantity.isPositive, .refund where !line.quantity.isPositive:
                add("quantity", "positive", "quantity is above zero.")
            default: continue
            }
        }
        return errors
    }

    /// Whether the clock of the till can be believed.
    package func hasBelievableTime(at now: Timestamp) -> Bool {
        self.occurredAt >= Self.earliest
            && self.occurredAt <= now.advanced(by: Self.clockTolerance)
    }
}
