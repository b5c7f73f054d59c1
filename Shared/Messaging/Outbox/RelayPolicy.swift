/// How a relay reads, waits and gives up.
package struct RelayPolicy: Sendable {
    /// Messages read, published and deleted at once.
    package var batch = 500
    /// The pause between two looks when nothing signals; random within the range.
    package var poll: ClosedRange<Duration> = .milliseconds(200) ... .seconds(1)
    /// How long a key is held after a refusal, doubled from the first to the second.
    package var hold: ClosedRange<Duration> = .milliseconds(200) ... .seconds(60)
    /// Returns of one message by the broker before it is parked.
    ///
    /// A refusal by a full queue never parks: it is the broker's way to say later.
    package var attemptsUntilParked = 20
    /// How often shards are shared out again and the outbox is counted.
    package var census = Duration.seconds(2)
    /// How long a stopping relay goes on with what is still there.
    package var flush = Duration.seconds(5)
    /// The pause before a lost database session is replaced, doubled from the first to the second.
    package var reconnect: ClosedRange<Duration> = .milliseconds(200) ... .seconds(5)

    /// The pause after a batch that was not full, in which the next one gathers.
    ///
    /// Every round costs a transaction and a confirm, whether it carries one message or hundreds.
    package var gathering = Duration.milliseconds(10)

    package init() {}

    /// How long to wait before the next round, `nil` when there is more to read already.
    func pause(afterReading count: Int) -> Duration? {
        count < self.batch ? self.gathering : nil
    }
}
