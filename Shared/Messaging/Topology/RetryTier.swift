/// How long a message waits before it is tried again.
///
/// One queue each with a TTL of its own: with a TTL per message a short wait would stand behind a
/// long one.
package enum RetryTier: String, Sendable, CaseIterable {
    case tenSeconds = "10s"
    case oneMinute = "1m"
    case tenMinutes = "10m"

    package var milliseconds: Int64 {
        switch self {
        case .tenSeconds: 10_000
        case .oneMinute: 60_000
        case .tenMinutes: 600_000
        }
    }
}
