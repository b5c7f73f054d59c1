import Configuration
import Kernel
import ServiceKit

/// How the journal is costed, and how often.
struct CostLimits: Sendable {
    /// How long to rest when there is nothing left to cost.
    var interval = Duration.seconds(1)
    /// Entries and orders that are followed in one transaction, where each has many lines.
    var facts = 100
    /// The lines that a transaction writes, about, where entries have few: so what it costs beside
    /// its lines is shared by more of them.
    var lines = 2_000
    /// Entries and orders that are followed in one transaction at most.
    static let mostFacts = 1_000
    /// The oldest layers that are read of what goods leave, and debts of what they come to, before all
    /// are.
    var oldest = 16
    /// Between two transactions that are full; values say how far they are costed.
    var pace = BackgroundPace(patience: .seconds(900))
    /// What values are told in.
    var currency = "EUR"
}

extension CostLimits {
    /// How many facts to follow next, after some that came to so many lines.
    func facts(after count: Int, lines: Int) -> Int {
        guard count > 0 else { return self.facts }
        let most = max(self.facts, Self.mostFacts)
        return min(max(self.lines * count / max(1, lines), self.facts), most)
    }
}

extension CostLimits {
    /// ## Configuration keys
    /// - `ledger.costs.seconds` (int, default 1, 1...3600): how often new entries are costed.
    /// - `ledger.costs.facts` (int, default 100, 1...1000): entries in one transaction at most.
    /// - `ledger.costs.currency` (string, default EUR): the company's own; not to be changed once
    ///   anything was costed.
    init(reader: ConfigReader, share: BackgroundShare) throws(ConfigurationError) {
        self.pace.share = share
        self.interval = try reader.seconds("ledger.costs.seconds", default: 1, in: 1...3_600)
        self.facts = try reader.integer("ledger.costs.facts", default: 100, in: 1...Self.mostFacts)
        self.currency = reader.optionalText("ledger.costs.currency") ?? "EUR"
    }
}
