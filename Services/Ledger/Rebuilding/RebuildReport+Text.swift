import Kernel

extension RebuildReport {
    /// What people read.
    ///
    /// - Parameter shown: How many differences are shown at most.
    func text(shown: Int) -> String {
        var lines = [
            "stock as of \(self.horizon), costs as of \(self.costedTo)",
            "SHA-256 live     \(self.live)", "SHA-256 rebuilt  \(self.rebuilt)",
        ]
        for table in self.tables {
            let isEqual = table.live == table.rebuilt
            let differing = "differs for \(table.parts.count) \(table.partsName)"
            lines.append(
                "  \(table.name): \(table.rows) rows, \(isEqual ? table.live : differing)"
            )
        }
        for difference in self.differences.prefix(shown) {
            lines.append(
                "\(difference.table) \(difference.key)"
                    + " live \(difference.live ?? "nothing") rebuilt \(difference.rebuilt ?? "nothing")"
            )
        }
        let rest = self.differences.count - shown
        if rest > 0 { lines.append("and \(rest) more") }
        lines.append(self.isEqual ? "no difference" : "rows differ")
        return lines.joined(separator: "\n")
    }
}

extension Repairs {
    /// What people read; each variant that could not be put right has a line.
    var text: String {
        let milliseconds =
            self.pause.components.seconds * 1_000
            + self.pause.components.attoseconds / 1_000_000_000_000_000
        let done = """
            \(self.drifts.count) figures put right in \(self.transactions) transactions; those who \
            write them waited \(milliseconds) ms for one at most
            """
        let failed = self.failures.map { "\($0.subject) stays as it was: \($0.reason)" }
        return ([done] + failed).joined(separator: "\n")
    }
}

extension CostTrial.Result {
    var text: String {
        var lines = [
            "costs as of \(self.costedTo), in \(self.currency): now, and by the other method",
            "all: worth \(self.total.value) and \(self.total.otherValue),"
                + " sold for a cost of \(self.total.sold) and \(self.total.otherSold)",
        ]
        for (sku, values) in self.variants {
            lines.append(
                "\(sku): worth \(values.value) and \(values.otherValue),"
                    + " sold for a cost of \(values.sold) and \(values.otherSold)"
            )
        }
        return lines.joined(separator: "\n")
    }
}
