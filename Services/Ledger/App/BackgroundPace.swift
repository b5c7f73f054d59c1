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
    /// Whether it rests as long where nobody posts, since there is no end of it and nobody waits for what
    /// it finds: what is idle stays so.
    var isUnhurried = false
    /// With whom it rests; longer than it is patient it does not.
    var share = BackgroundShare()

    /// The same for work that has an end.
    var hurried: BackgroundPace {
        var pace = self
        pace.isUnhurried = false
        return pace
    }

    /// How long to rest after a step while others post.
    ///
    /// - Parameter lag: How long ago the last thing that it followed was recorded.
    func rest(after work: Duration, lag: Duration = .zero) -> Duration {
        let isUrgent = self.patience.map { lag >= $0 } ?? false
        return isUrgent ? self.breath : max(self.breath, work * self.leisure)
    }

    /// Rests after a step, no longer than somebody posts; where nobody does for a breath, or by itself if it
    /// is unhurried.
    ///
    /// - Parameter started: When the step began.
    func rest(
        since started: ContinuousClock.Instant,
        lag: Duration = .zero,
        on session: PostgresSession
    ) async throws {
        let rest = self.rest(after: .now - started, lag: lag)
        guard rest > self.breath, try await !self.isQuiet(on: session) else {
            return try await Task.sleep(for: self.isUnhurried ? rest : self.breath)
        }
        var end = self.share.owe(rest)
        if let patience = self.patience { end = min(end, .now + max(self.breath, patience - lag)) }
        while true {
            let left = end - .now
            guard left > .zero else { return }
            try await Task.sleep(for: min(left, Self.look))
            guard left > Self.look else { return }
            if try await self.isQuiet(on: session) { return self.share.clear() }
        }
    }

    /// How long to rest before looking whether anybody still posts.
    private static let look = Duration.seconds(1)

    private func isQuiet(on session: PostgresSession) async throws -> Bool {
        try await session.withTransaction(Self.reading) { transaction in
            try transaction.execute(Self.quiet)[0].decode("is_quiet", as: Bool.self)
        }
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
