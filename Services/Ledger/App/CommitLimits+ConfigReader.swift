import Configuration
import ServiceKit

extension CommitLimits {
    /// ## Configuration keys
    /// - `ledger.committers` (int, default 2, 1...16): batches in flight, each with a database
    ///   session of the pool.
    /// - `ledger.batch.commands` (int, default 200, 1...1000): commands in one batch at most.
    /// - `ledger.patience.milliseconds` (int, default 2000, 0...10000): how long a request that
    ///   names something unknown waits for word of it from the service that may just have made it.
    init(reader: ConfigReader) throws(ConfigurationError) {
        self.init(
            committers: try reader.integer("ledger.committers", default: 2, in: 1...16),
            batchCommands: try reader.integer("ledger.batch.commands", default: 200, in: 1...1_000)
        )
        self.patience = .milliseconds(
            try reader.integer("ledger.patience.milliseconds", default: 2_000, in: 0...10_000)
        )
    }
}
