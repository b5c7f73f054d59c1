/// How many deliveries a handler gets at once.
package struct BatchPolicy: Hashable, Sendable {
    package var maximumCount: Int
    /// How long the first delivery of a batch may wait for others; zero hands out what is there.
    package var maximumWait: Duration

    package init(maximumCount: Int = 50, maximumWait: Duration = .milliseconds(5)) {
        self.maximumCount = max(1, maximumCount)
        self.maximumWait = maximumWait
    }

    /// For request and reply: one delivery when idle, more only when they pile up.
    package static let immediate = BatchPolicy(maximumWait: .zero)
}
