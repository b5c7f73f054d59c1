/// What a consumer hands its messages to.
package protocol MessageProcessor: Sendable {
    /// Handles messages and says what is to become of each, in the same order.
    ///
    /// Whatever it reports as done has been committed: it is acknowledged next.
    func process(_ messages: [IncomingMessage]) async -> [Disposition]
}
