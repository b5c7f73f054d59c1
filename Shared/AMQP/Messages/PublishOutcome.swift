/// What became of a published message.
package enum PublishOutcome: Hashable, Sendable {
    /// The broker is responsible for it now: replicated, if the queue is a quorum queue.
    case confirmed
    /// It was mandatory and reached no queue; it is not stored.
    case unroutable(code: UInt16, text: String)
    /// The broker did not take it, as when a queue is full; try again later.
    case refused
    /// Nobody knows: the connection died, or the confirm did not come in time. Publish it again
    /// under the same message ID; consumers drop duplicates.
    case indeterminate
}
