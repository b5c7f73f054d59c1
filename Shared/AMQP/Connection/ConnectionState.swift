/// What a connection to the broker is doing.
package enum ConnectionState: Hashable, Sendable {
    /// Not started, or connecting.
    case connecting
    /// Usable; each connection that is made has a higher epoch.
    case ready(epoch: UInt64)
    /// Connected, but the broker takes no messages: out of memory or disk.
    case blocked(reason: String)
    /// Lost; the next attempt follows after the pause.
    case down(AMQPError, retryAfter: Duration)
    /// Ended for good.
    case closed
}
