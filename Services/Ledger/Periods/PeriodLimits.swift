import Configuration
import ServiceKit

/// How the balances of periods are sealed.
struct PeriodLimits: Sendable {
    /// How long to rest when there is nothing to seal.
    var interval = Duration.seconds(2)
    /// Variants that are added up in one transaction.
    var variants = 100
    /// Balances that are read at once for the hash.
    var balances = 2_000
    /// Between two transactions.
    var pace = BackgroundPace(patience: .seconds(600))
}

extension PeriodLimits {
    /// ## Configuration keys
    /// - `ledger.periods.seconds` (int, default 2, 1...3600): how often closed periods are looked for.
    init(reader: ConfigReader, share: BackgroundShare) throws(ConfigurationError) {
        self.pace.share = share
        self.interval = try reader.seconds("ledger.periods.seconds", default: 2, in: 1...3_600)
    }
}
