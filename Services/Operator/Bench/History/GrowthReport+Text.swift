extension GrowthReport {
    var text: String {
        var parts = [
            """
            Stockbook \(self.machine.stockbook), \(self.machine.build) build, \(self.startedAt); \
            \(self.machine.cores) cores, \(self.machine.processor)
            \(self.loadedMovements) movements posted in \(BenchReport.number(self.loadSeconds)) s, \
            \(BenchReport.number(Double(self.loadedMovements) / self.loadSeconds)) a second, \
            \(self.following); the journal had about \(self.journalBefore.movements) before, and has about \
            \(self.journalAfter.movements) now
            """, self.postingTable.text, self.readTable.text,
            "rows of the journal that backdating changed: \(self.changedByBackdating), to be 0",
        ]
        let figures = self.postings.flatMap { [$0.before, $0.after] } + self.reads
        parts += figures.flatMap(\.failures)
        parts += self.notes.map { "note: \($0)" }
        return parts.joined(separator: "\n\n")
    }

    private var following: String {
        self.followSeconds.map { "sealed, costed and added up \(BenchReport.number($0)) s later" }
            ?? "not all sealed, costed and added up when posting was measured again"
    }

    private var postingTable: TextTable {
        var table = TextTable(
            "MEASURE",
            "CLIENTS",
            "OPS/S BEFORE",
            "BEHIND",
            "RATIO",
            "P95 MS BEFORE",
            "BEHIND",
            "RATIO",
            "TO BE 0.9, 1.1"
        )
        table.rightAligned = 1...7
        for growth in self.postings {
            table.append(
                growth.after.measure.rawValue,
                String(growth.after.clients),
                BenchReport.number(growth.before.operationsPerSecond),
                BenchReport.number(growth.after.operationsPerSecond),
                BenchReport.ratio(growth.rate),
                growth.before.latency.map { BenchReport.milliseconds($0.p95) } ?? "-",
                growth.after.latency.map { BenchReport.milliseconds($0.p95) } ?? "-",
                growth.p95.map(BenchReport.ratio) ?? "-",
                growth.misses.isEmpty ? "held" : "missed"
            )
        }
        return table
    }

    private var readTable: TextTable {
        var table = TextTable("MEASURE", "CLIENTS", "OPS/S", "P50 MS", "P95 MS", "TO BE BELOW", "")
        table.rightAligned = 1...5
        for figure in self.reads {
            table.append(
                figure.measure.rawValue,
                String(figure.clients),
                BenchReport.number(figure.operationsPerSecond),
                figure.latency.map { BenchReport.milliseconds($0.p50) } ?? "-",
                figure.latency.map { BenchReport.milliseconds($0.p95) } ?? "-",
                figure.measure.historyTarget.map(BenchReport.number) ?? "-",
                figure.historyMiss == nil ? "held" : "missed"
            )
        }
        return table
    }
}
