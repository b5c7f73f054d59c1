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

    package init() {}
}
