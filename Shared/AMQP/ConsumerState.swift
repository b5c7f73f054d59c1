/// What a consumer is doing.
package enum ConsumerState: Hashable, Sendable {
    /// Not subscribed yet.
    case waiting
    case subscribed
    /// Lost its subscription, as when the queue was deleted; it subscribes again after a pause.
    case interrupted(AMQPError)
    case ended
}
