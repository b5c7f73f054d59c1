import Kernel
import Postgres

/// How work that follows posting makes room for it.
struct BackgroundPace: Sendable {
    /// How long to rest at least between two steps.
    var breath = Duration.milliseconds(20)
    /// How many times as long as a step took to rest after it while others post, who go first: a tenth
    /// of the time is worked.
    var leisure = 9
    /// How late the work may be for that; `nil` where nobody waits for it.
    ///
    /// Later than this it only takes a breath.
    var patience: Duration?

    /// How long to rest after a step.
    ///
    /// - Parameters:
    ///   - lag: How long ago the last thing that it followed was recorded.
    ///   - isQuiet: Whether nobody posts.
    func rest(
        after work: Duration,
        lag: Duration = .zero,
        isQuiet: Bool = false
    ) -> Duration {
        let isUrgent = self.patience.map { lag >= $0 } ?? false
        return isQuiet || isUrgent ? self.breath : max(self.breath, work * self.leisure)
    }

    /// Rests after a step, for a breath only where nobody posts.
    ///
    /// - Parameter started: When the step began.
    func rest(
        since started: ContinuousClock.Instant,
        lag: Duration = .zero,
        on session: PostgresSession
    ) async throws {
        let work = ContinuousClock.now - started
        let isQuiet = try await session.withTransaction(Self.reading) { transaction in
            try transaction.execute(Self.quiet)[0].decode("is_quiet", as: Bool.self)
        }
        try await Task.sleep(for: self.rest(after: work, lag: lag, isQuiet: isQuiet))
    }

    private static let reading = TransactionOptions(isReadOnly: true)

    /// Whether nothing was recorded in the last second, by whatever process.
    static let quiet: SQL = """
        SELECT coalesce(
            (SELECT recorded_at FROM entry ORDER BY recorded_at DESC LIMIT 1)
                <= statement_timestamp() - interval '1 second',
            true
        ) AS is_quiet
        """
}
