import Configuration
import ServiceKit

/// How late facts are told apart from what was counted, and how often.
struct CountLimits: Sendable {
    /// How long the engine rests when nothing is left to do; a late fact is followed as much later at
    /// most, and what is in flight while it is recorded.
    var interval = Duration.seconds(2)
    /// Movements that are looked through at once.
    var movements = 5_000
    /// Results that are evaluated at once.
    var results = 200
    /// How often plans are looked through for what is due, and the classes of goods for their age.
    var planning = Duration.seconds(300)
}

extension CountLimits {
    /// ## Configuration keys
    /// - `ledger.counts.seconds` (int, default 2, 1...3600): how often new movements are compared with
    ///   what was counted.
    /// - `ledger.counts.planning.seconds` (int, default 300, 1...86400): how often plans are looked
    ///   through for what is due.
    init(reader: ConfigReader) throws(ConfigurationError) {
        self.interval = try reader.seconds("ledger.counts.seconds", default: 2, in: 1...3_600)
        self.planning = try reader.seconds(
            "ledger.counts.planning.seconds",
            default: 300,
            in: 1...86_400
        )
    }
}
