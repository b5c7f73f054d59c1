/// How often and how long a consumer tries before a message becomes a dead letter.
package struct RetryPolicy: Sendable {
    /// Where a message waits after each failed attempt; a dead letter after the last.
    package var tiers: [RetryTier] =
        [.tenSeconds, .tenSeconds, .oneMinute, .oneMinute, .oneMinute]
        + [.tenMinutes, .tenMinutes, .tenMinutes]
    /// Deliveries after which a message is handled alone, in case it is what kills the process.
    package var suspectDeliveries = 3
    /// Transient failures in a row after which messages are handled one at a time, with pauses.
    package var failuresUntilProbing = 20
    /// The pauses between probes, doubled from the first to the second.
    package var probePauses: ClosedRange<Duration> = .milliseconds(200) ... .seconds(10)
    /// How long messages are held through an outage; well below the broker's `consumer_timeout`.
    package var maximumHold = Duration.seconds(600)
    /// Attempts to publish a copy before the message is given back.
    package var copyAttempts = 5
    /// The pause before the next of them, doubled each time.
    package var copyPause = Duration.milliseconds(200)

    package init() {}

    /// Whether a message that fails on its attempt number `attempt`, counted from 1, becomes a dead
    /// letter.
    package func isLast(attempt: Int) -> Bool { self.tier(after: attempt) == nil }

    /// Where a message waits after its attempt number `attempt`, counted from 1; `nil` for nowhere.
    func tier(after attempt: Int) -> RetryTier? {
        self.tiers.indices.contains(attempt - 1) ? self.tiers[attempt - 1] : nil
    }
}
