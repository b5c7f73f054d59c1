import TestSupport

/// What is said of a recorded history in the end.
struct HistoryReport {
    let clients: Int
    let seed: UInt64
    let kills: [String]
    let counts: HistoryTally.Counts
    let shelves: [StockShelf]
    let verdicts: [StockVerdict]

    /// Readings that said themselves that they were of a time before the question.
    private var pastReadings: Int {
        self.shelves.flatMap(\.readings).count { $0.knownAt < $0.askedAt }
    }

    var text: String {
        let linearizable = self.verdicts.count(where: \.isLinearizable)
        let divided = self.verdicts.count(where: \.isDivided)
        let readings = self.shelves.map(\.readings.count).reduce(0, +)
        return """
            history of \(self.clients) clients, seed \(self.seed):
              \(self.counts.done) operations on \(self.shelves.count) variants, \(readings) of them readings
              \(self.counts.unknown) outcomes are unknown, \(self.counts.repeated) attempts were lost
              \(self.kills.count) kills: \(self.kills.joined(separator: ", "))
              \(self.pastReadings) readings were of a past that they declared
              linearizable: \(linearizable) of \(self.verdicts.count) variants, \(divided) by warehouse
            """
    }
}
