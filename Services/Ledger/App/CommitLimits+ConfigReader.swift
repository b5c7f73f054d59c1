import Configuration
import ServiceKit

extension CommitLimits {
    /// ## Configuration keys
    /// - `ledger.committers` (int, default 2, 1...16): batches in flight, each with a database
    ///   session of the pool.
    /// - `ledger.batch.commands` (int, default 200, 1...1000): commands in one batch at most.
    /// - `ledger.patience.milliseconds` (int, default 2000, 0...10000): how long a request that
    ///   names something unknown waits for word of it from the service that may just have made it.
    /// - `ledger.periods.delay.seconds` (int, default 86400, 3600...31536000): how long a period has to
    ///   be over before it can be closed. To make it less, stop all ledgers first.
    init(reader: ConfigReader) throws(ConfigurationError) {
        self.init(
            committers: try reader.integer("ledger.committers", default: 2, in: 1...16),
            batchCommands: try reader.integer("ledger.batch.commands", default: 200, in: 1...1_000)
        )
        self.patience = .milliseconds(
            try reader.integer("ledger.patience.milliseconds", default: 2_000, in: 0...10_000)
        )
        self.periodDelay = try reader.seconds(
            "ledger.periods.delay.seconds",
            default: 86_400,
            in: 3_600...31_536_000
        )
    }
}
