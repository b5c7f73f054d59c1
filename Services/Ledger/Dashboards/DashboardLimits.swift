import Configuration
import Kernel
import ServiceKit

/// How often the figures of dashboards are computed, and how much at once.
struct DashboardLimits: Sendable {
    var interval = Duration.seconds(300)
    /// Movements that are added up in one transaction.
    var movements = 20_000
    /// Between two transactions that are full; figures say how far they are.
    var pace = BackgroundPace(patience: .seconds(900))

    /// How long one statement over all stock may take.
    static let statementTimeout = Duration.seconds(60)
}

extension DashboardLimits {
    /// ## Configuration keys
    /// - `ledger.dashboards.seconds` (int, default 300, 1...86400): how often figures are computed.
    init(reader: ConfigReader, share: BackgroundShare) throws(ConfigurationError) {
        self.pace.share = share
        self.interval = try reader.seconds(
            "ledger.dashboards.seconds",
            default: 300,
            in: 1...86_400
        )
    }
}
