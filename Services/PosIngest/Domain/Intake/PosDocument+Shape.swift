package import Contracts
package import Kernel

extension PosDocument {
    /// How far the clock of a till may be ahead of ours.
    package static let clockTolerance = Duration.seconds(15 * 60)
    /// Nothing was sold before the year 2000 that anybody still reports.
    package static let earliest = Timestamp(microseconds: 946_684_800_000_000)

    /// Every field that breaks a rule of the message format.
    package var shapeErrors: [FieldError] {
        var rules = ShapeRules()
        rules.document(self.documentId, "/documentId")
        rules.document(self.originalDocumentId, "/originalDocumentId")
        rules.text(self.terminal, "/terminal", PosLimits.name)
        if let sequence = self.sequence {
            if !Self.isSequence(sequence) {
                let message = "sequence is from 0 to \(Self.maximumSequence)."
                rules.add("/sequence", "range", message)
            }
            if self.terminal == nil {
                let message = "terminal is required where there is a sequence."
                rules.add("/terminal", "required", message)
            }
        }
        rules.text(self.location, "/location", PosLimits.name)
        rules.text(self.reason, "/reason", PosLimits.name)
        rules.text(self.note, "/note", PosLimits.note)
        if self.kind != .void { self.checkLines(&rules) }
        return rules.errors
    }

    private func checkLines(_ rules: inout ShapeRules) {
        rules.items(self.lines.count, "/lines", PosLimits.lines)
        var numbers: Set<Int> = []
        for (index, line) in self.lines.prefix(PosLimits.lines.upperBound).enumerated() {
            let pointer = "/lines/\(index)"
            if line.lineNumber < 1 {
                rules.add("\(pointer)/lineNumber", "minimum", "lineNumber begins at 1.")
            }
            if !numbers.insert(line.lineNumber).inserted {
                rules.add("\(pointer)/lineNumber", "unique", "lineNumber is there twice.")
            }
            rules.line(line, pointer, of: self.kind)
        }
    }

    /// Whether the clock of the till can be believed.
    package func hasBelievableTime(at now: Timestamp) -> Bool {
        self.occurredAt >= Self.earliest
            && self.occurredAt <= now.advanced(by: Self.clockTolerance)
    }
}
