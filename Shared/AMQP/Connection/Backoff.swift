/// Full jitter: each pause is drawn between nothing and a ceiling that doubles.
///
/// After a broker restart all clients come back spread over the ceiling instead of at once.
package struct Backoff: Hashable, Sendable {
    /// The first ceiling.
    package var base: Duration
    /// The last ceiling.
    package var limit: Duration
    private var attempts = 0

    package init(base: Duration = .milliseconds(200), limit: Duration = .seconds(30)) {
        self.base = base
        self.limit = limit
    }

    /// Draws the next pause.
    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let doublings = min(self.attempts, 20)
        self.attempts += 1
        let ceiling = min(self.limit, self.base * (1 << doublings))
        return ceiling * Double.random(in: 0...1, using: &generator)
    }

    /// Starts again at the first ceiling.
    package mutating func reset() {
        self.attempts = 0
    }
}
