import Contracts
import Kernel
import Postgres

/// Waits until the services have told each other everything, so that a measure starts in silence.
struct Settling: Sendable {
    static let limit = Duration.seconds(60)
    static let pollPause = Duration.milliseconds(200)

    /// The administrator's sessions.
    let pool: PostgresPool

    /// Returns how many messages still wait when ``limit`` is over; zero where all was told.
    func wait() async throws -> Int64 {
        let deadline = ContinuousClock.now + Self.limit
        while true {
            let waiting = try await self.pool.withTransaction(.readOnly) { transaction in
                try Suite.services.reduce(0 as Int64) { sum, service in
                    sum + (try MessageBacklog.read(of: service, in: transaction)?.outboxRows ?? 0)
                }
            }
            guard waiting > 0, ContinuousClock.now < deadline else { return waiting }
            try await Task.sleep(for: Self.pollPause)
        }
    }
}
