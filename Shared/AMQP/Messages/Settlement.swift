/// What a consumer tells the broker about a delivery.
package enum Settlement: Hashable, Sendable {
    /// Done: the queue forgets it.
    case acknowledge
    /// Not done: the queue delivers it again, at once. Not a means of back-off.
    case giveBack
    /// Refused: the queue dead-letters it, or drops it if it has nowhere to.
    case reject
}
