/// How long a client waits between its attempts, and when it gives up.
struct RetryPauses: Sendable {
    static let first = Duration.milliseconds(100)
    static let longest = Duration.seconds(5)
    /// The longest wait that a server can ask for.
    static let longestAsked = Duration.seconds(30)

    /// When no further attempt begins.
    let deadline: ContinuousClock.Instant
    private var next = Self.first
    private(set) var attempts = 0

    init(until deadline: ContinuousClock.Instant) {
        self.deadline = deadline
    }

    /// Waits before the next attempt; `false`, at once, where there is to be none.
    ///
    /// - Parameter asked: What the server wants to have waited.
    mutating func wait(_ asked: Duration? = nil) async throws -> Bool {
        self.attempts += 1
        let pause = max(self.next, min(asked ?? .zero, Self.longestAsked))
        self.next = min(self.next * 2, Self.longest)
        guard ContinuousClock.now + pause < self.deadline else { return false }
        try await Task.sleep(for: pause)
        return true
    }
}
