/// How many deliveries a handler gets at once.
package struct BatchPolicy: Hashable, Sendable {
    package var maximumCount: Int
    /// How long the first delivery of a batch may wait for others; zero hands out what is there.
    package var maximumWait: Duration
    /// What came back so often is handed out alone, after everything else; see ``DeliveryBuffer``.
    package var suspectDeliveries: Int?

    package init(
        maximumCount: Int = 50,
        maximumWait: Duration = .milliseconds(5),
        suspectDeliveries: Int? = nil
    ) {
        self.maximumCount = max(1, maximumCount)
        self.maximumWait = maximumWait
        self.suspectDeliveries = suspectDeliveries
    }

    /// For request and reply: one delivery when idle, more only when they pile up.
    package static let immediate = BatchPolicy(maximumWait: .zero)
}
