/// What became of the ratios since a reference was made.
///
/// Ratios and not figures, so that a reference of another machine is of use.
struct BenchComparison: Hashable, Sendable {
    /// What is left of a ratio at least, before it counts as a regression.
    static let tolerated = 0.8

    struct Change: Hashable, Sendable {
        let measure: Measure
        let clients: Int
        let limit: Measure
        let before: Double
        let now: Double

        var isRegression: Bool { self.now < self.before * BenchComparison.tolerated }
    }

    /// Every ratio that both have.
    let changes: [Change]
    /// Ratios of the reference that this run lacks, as `quantity at 8 of pg-select`.
    let missing: [String]
    /// In what the run was made unlike the reference.
    let conditions: [String]

    init(reference: BenchReport, current: BenchReport) {
        self.init(
            reference: reference.figures,
            current: current.figures,
            conditions: current.conditions(unlike: reference)
        )
    }

    init(reference: [Figure], current: [Figure], conditions: [String] = []) {
        var changes: [Change] = []
        var missing: [String] = []
        for old in reference {
            for ratio in old.ratios {
                let new = current.first {
                    $0.measure == old.measure && $0.clients == old.clients
                }
                guard let now = new?.ratio(to: ratio.limit) else {
                    missing.append(
                        "\(old.measure.rawValue) at \(old.clients) of \(ratio.limit.rawValue)"
                    )
                    continue
                }
                changes.append(
                    Change(
                        measure: old.measure,
                        clients: old.clients,
                        limit: ratio.limit,
                        before: ratio.value,
                        now: now
                    )
                )
            }
        }
        self.changes = changes
        self.missing = missing
        self.conditions = conditions
    }

    var regressions: [Change] { self.changes.filter(\.isRegression) }

    var text: String {
        var table = TextTable("MEASURE", "CLIENTS", "RAW LIMIT", "BEFORE", "NOW", "CHANGE", "")
        table.rightAligned = 3...5
        for change in self.changes {
            let percent = change.before > 0 ? (change.now / change.before - 1) * 100 : 0
            table.append(
                change.measure.rawValue,
                String(change.clients),
                change.limit.rawValue,
                BenchReport.ratio(change.before),
                BenchReport.ratio(change.now),
                "\(percent < 0 ? "" : "+")\(BenchReport.number(percent)) %",
                change.isRegression ? "regression" : ""
            )
        }
        var parts = [table.text]
        if !self.missing.isEmpty {
            parts.append(
                "not compared, not measured now: \(self.missing.joined(separator: ", "))"
            )
        }
        if !self.conditions.isEmpty {
            parts.append(
                "not the run that the reference was: \(self.conditions.joined(separator: "; "))"
            )
        }
        return parts.joined(separator: "\n")
    }
}
