/// What a channel is for: publishing with confirms, publishing without, consuming, declaring.
///
/// A role outlives the channel: after a loss it is opened again on the next connection. All of it runs
/// on the connection's thread.
protocol ChannelRole: AnyObject {
    /// Whether there is a reason to have a channel now.
    var wantsChannel: Bool { get }
    /// Whether the connection should wait for this role before it ends.
    var isBusy: Bool { get }
    /// What the role asks of the loop after its turn.
    var wish: ChannelWish { get }
    /// When ``expire(now:)`` has something to do.
    var deadline: ContinuousClock.Instant? { get }

    /// Makes a channel that was just opened usable.
    func open(_ channel: OpenChannel) throws(AMQPError)
    /// Takes what happened; sends nothing.
    func receive(_ event: ChannelEvent) throws(AMQPError)
    /// Sends what can be sent without waiting; returns when there is room for the rest.
    func advance(_ turn: Turn, on channel: OpenChannel) throws(AMQPError) -> SendReadiness
    func expire(now: ContinuousClock.Instant)
    /// The channel is gone, alone or with the connection; another will follow.
    func lose(because error: AMQPError)
    /// The connection is gone, and the channel with it; who waits may not want to wait for another.
    func loseConnection(because error: AMQPError)
    /// The connection has ended for good.
    func end(because error: AMQPError)
}

extension ChannelRole {
    func loseConnection(because error: AMQPError) { self.lose(because: error) }
}

/// What a role asks of the loop.
enum ChannelWish: Hashable, Sendable {
    case nothing
    /// Close the channel and open another, after a pause.
    case reset(AMQPError)
    /// Close the channel and forget the role.
    case detach
}

/// A channel that is open.
struct OpenChannel {
    let wire: Wire
    let number: UInt16
    /// Counts the channels of a connection's lifetime; a delivery tag is valid in one epoch.
    let epoch: UInt64
}

/// One round of the loop.
struct Turn {
    let number: UInt64
    let now: ContinuousClock.Instant
    /// Whether everything that had arrived has been read.
    let isDry: Bool
    /// Whether the broker has asked for nothing to be published.
    let isBlocked: Bool
}
