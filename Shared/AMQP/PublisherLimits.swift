/// The bounds on what a publisher holds and waits for.
package struct PublisherLimits: Hashable, Sendable {
    /// Messages sent and unconfirmed; 1,000 gave 22,000 a second on a quorum queue, 100 gave 14,000.
    package var window: Int
    /// Messages that wait, sent or not; a batch over it is refused at once.
    package var queued: Int
    /// How long a batch may take, from the call to the last confirm.
    package var timeout: Duration

    package init(
        window: Int = 1_000,
        queued: Int = 20_000,
        timeout: Duration = .seconds(30)
    ) {
        self.window = max(1, window)
        self.queued = queued
        self.timeout = timeout
    }
}
