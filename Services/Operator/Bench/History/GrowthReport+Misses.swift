extension GrowthReport {
    /// Every limit that was missed, in words; none where all were held.
    var misses: [String] {
        var misses = self.postings.flatMap(\.misses) + self.reads.compactMap(\.historyMiss)
        if self.changedByBackdating != 0 {
            misses.append("backdating changed \(self.changedByBackdating) rows of the journal")
        }
        return misses
    }
}

extension GrowthReport.Growth {
    /// What should be left of the throughput of posting.
    static let leastRate = 0.9
    /// What the 95th percentile may grow to.
    static let mostP95 = 1.1

    /// What a history made of posting beyond its limits.
    var misses: [String] {
        guard let before = self.before.latency?.p95, let after = self.after.latency?.p95,
            let growth = self.p95
        else { return ["\(self.after.step): nothing to compare"] }
        var misses: [String] = []
        if self.rate < Self.leastRate {
            let (had, has) = (self.before.operationsPerSecond, self.after.operationsPerSecond)
            misses.append(
                "\(self.after.step): \(BenchReport.number(has)) a second, to be at least "
                    + "\(Self.leastRate) of \(BenchReport.number(had))"
            )
        }
        if growth > Self.mostP95 {
            misses.append(
                "\(self.after.step): p95 \(BenchReport.milliseconds(after)) ms, to be at most "
                    + "\(Self.mostP95) of \(BenchReport.milliseconds(before)) ms"
            )
        }
        return misses
    }
}

extension Figure {
    fileprivate var step: String { "\(self.measure.rawValue) at \(self.clients) clients" }

    /// How its 95th percentile missed what it should stay below; `nil` where it did not.
    var historyMiss: String? {
        guard let p95 = self.latency?.p95 else { return "\(self.step): nothing succeeded" }
        guard let target = self.measure.historyTarget, p95 >= target else { return nil }
        return "\(self.step): p95 \(BenchReport.milliseconds(p95)) ms, to be below "
            + "\(BenchReport.number(target)) ms"
    }
}

extension Measure {
    /// What the 95th percentile should stay below on a ledger with a history, in milliseconds.
    var historyTarget: Double? {
        switch self {
        case .trace, .recall, .evidence: 2_000
        case .asOf: 50
        case .backdated: 500
        default: nil
        }
    }
}
