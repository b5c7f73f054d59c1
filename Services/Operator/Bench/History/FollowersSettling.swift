import Postgres

/// Waits until what follows the journal has caught up with it: seals, costs, dashboards, and what the
/// audit adds up.
///
/// A ledger that took a year to grow has them long behind it, and one that has just been loaded pays
/// for a year of them at once.
struct FollowersSettling: Sendable {
    static let limit = Duration.seconds(3_600)
    static let pollPause = Duration.seconds(1)

    /// The administrator's sessions.
    let pool: PostgresPool

    /// Returns how long that took; `nil` where they still are behind when ``limit`` is over.
    func wait() async throws -> Duration? {
        let start = ContinuousClock.now
        while true {
            let isDone = try await self.pool.withTransaction(.readOnly) { transaction in
                try transaction.execute(Self.areDone)[0].decode("are_done", as: Bool.self)
            }
            let elapsed = ContinuousClock.now - start
            if isDone { return elapsed }
            guard elapsed < Self.limit else { return nil }
            try await Task.sleep(for: Self.pollPause)
        }
    }

    /// Whether the last movement is behind all of them, and the last line of the book of costs too.
    ///
    /// Where nothing is sealed there is no block; of the others there always is a row.
    private static let areDone: SQL = """
        SELECT coalesce(
            (SELECT recorded_at FROM ledger.movement ORDER BY recorded_at DESC LIMIT 1) <= least(
                coalesce(
                    (SELECT end_recorded_at FROM ledger.seal_block ORDER BY number DESC LIMIT 1),
                    '-infinity'
                ),
                cost_position.costed_to, dashboard_position.recorded_to, audit_position.recorded_to
            ),
            true
        ) AND cost_position.last_number <= audit_position.cost_number AS are_done
        FROM ledger.cost_position, ledger.dashboard_position, ledger.audit_position
        """
}
