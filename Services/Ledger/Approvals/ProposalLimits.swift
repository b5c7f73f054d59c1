import Configuration
import ServiceKit

/// How long proposals wait for somebody to approve them.
struct ProposalLimits: Sendable {
    /// From when it was made until it expires.
    var lifetime = Duration.seconds(604_800)
    /// How often those are looked for that expired.
    var interval = Duration.seconds(30)
}

extension ProposalLimits {
    /// ## Configuration keys
    /// - `ledger.proposals.seconds` (int, default 604800, 60...31536000): how long a proposal waits for
    ///   somebody to approve it.
    init(reader: ConfigReader) throws(ConfigurationError) {
        self.lifetime = try reader.seconds(
            "ledger.proposals.seconds",
            default: 604_800,
            in: 60...31_536_000
        )
    }
}
