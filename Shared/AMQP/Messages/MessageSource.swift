/// Gives a publisher messages when they can be written, so that what came together meanwhile can
/// share one.
///
/// All of it runs on the connection's thread and must not wait. A source that has given a message is
/// asked again by itself: after a confirmed message's outcome, or at once where nothing is confirmed.
/// When a channel closes and its connection does not, the source keeps the rest for the next channel.
package protocol MessageSource: AnyObject, Sendable {
    /// The next message; `nil` while there is none, after which the publisher has to be told of more.
    func next() -> SourcedMessage?

    /// Gives up what has not been given out: the connection is lost, blocked or at its end.
    func abandon(because error: AMQPError)
}

/// A message that a source made, and who is told what became of it.
package struct SourcedMessage: Sendable {
    package typealias Completion = @Sendable (Result<PublishOutcome, AMQPError>) -> Void

    package let message: OutboundMessage
    /// How long the oldest part of the message has waited already; its time to be confirmed began then.
    package let waitingSince: ContinuousClock.Instant
    /// Gets the outcome, or the error if it was not sent; runs once, on the connection's thread, and
    /// never for a message that is not confirmed.
    package let completion: Completion

    package init(
        _ message: OutboundMessage,
        waitingSince: ContinuousClock.Instant = .now,
        completion: @escaping Completion = { _ in }
    ) {
        self.message = message
        self.waitingSince = waitingSince
        self.completion = completion
    }
}
