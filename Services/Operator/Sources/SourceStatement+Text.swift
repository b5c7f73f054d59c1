extension SourceStatement {
    /// Terminals and gaps that are named one by one.
    private static let namedGaps = 20

    /// The statement for people.
    var text: String {
        var table = TextTable(
            self.source,
            "received",
            "applied",
            "without stock",
            "duplicate",
            "parked",
            "discarded",
            "pending"
        )
        table.append("messages", self.messages, nonStock: nil)
        table.append("lines", self.lines, nonStock: self.nonStockLines)
        var paragraphs = [table.text]
        paragraphs += self.parkedByReason.map { "parked as \($0.reason): \($0.messages)" }
        paragraphs.append(self.sequences)
        paragraphs.append(
            self.isBalanced && self.addsUp
                ? "balanced: received is the sum of the others"
                : "NOT BALANCED: received is not the sum of the others"
        )
        return paragraphs.joined(separator: "\n")
    }

    private var sequences: String {
        guard !self.terminals.isEmpty else { return "no terminal numbers its messages" }
        let missing = self.terminals.reduce(0) { $0 + $1.missing }
        guard missing > 0 else {
            return "no number is missing (terminals: \(self.terminals.count))"
        }
        let gaps = self.terminals.flatMap { terminal in
            terminal.gaps.map { gap in
                let first = "\(terminal.terminal) \(gap.firstMissing)"
                return gap.firstMissing == gap.lastMissing ? first : "\(first)-\(gap.lastMissing)"
            }
        }
        let more = gaps.count > Self.namedGaps ? ", ..." : ""
        return "missing numbers (\(missing)): "
            + gaps.prefix(Self.namedGaps).joined(separator: ", ") + more
    }
}

extension TextTable {
    fileprivate mutating func append(
        _ name: String,
        _ counts: SourceStatement.Counts,
        nonStock: Int?
    ) {
        self.append(
            name,
            "\(counts.received)",
            "\(counts.applied)",
            nonStock.map { "(\($0))" } ?? "",
            "\(counts.duplicate)",
            "\(counts.parked)",
            "\(counts.discarded)",
            "\(counts.pending)"
        )
    }
}
