import Configuration
import ServiceKit

/// How often what is kept is compared with the journal, and at what pace.
struct AuditLimits: Sendable {
    /// How long the auditor rests between two rounds over all variants.
    var interval = Duration.seconds(20)
    /// Variants that are compared at once.
    var variants = 500
    /// Movements that are added up at once, and those of the same moment as the last one.
    var movements = 20_000
    /// Days of dashboards that are compared at once, with all warehouses of each.
    var days = 100
    /// Reservations, lots, transfer orders or units that are compared at once.
    var documents = 500
    /// How long a round of the audit of stock adds up at most before it compares; it goes on in the next
    /// one.
    var stockAdding = Duration.seconds(10)
    /// Between two steps of the audit of stock; a round that has taken so long does not make room for
    /// others any more, so that a wrong balance is found soon.
    var stockPace = BackgroundPace(patience: .seconds(30))
    /// Between two steps of the audits of costs, documents and days, which have more to compare with every
    /// day.
    var unhurriedPace = BackgroundPace(isUnhurried: true)

    init() {}

    /// ## Configuration keys
    /// - `ledger.audit.seconds` (int, default 20, 1...86400): the rest between two rounds.
    init(reader: ConfigReader, share: BackgroundShare) throws(ConfigurationError) {
        self.stockPace.share = share
        self.unhurriedPace.share = share
        self.interval = try reader.seconds("ledger.audit.seconds", default: 20, in: 1...86_400)
    }
}
