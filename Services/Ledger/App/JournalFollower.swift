import Contracts
import Postgres
import ServiceKit

/// Periodic work behind those who post, of which one does it at a time over all processes of the service.
///
/// The one that works has a session of its own that holds a lock; the others wait for it to end.
/// Nothing depends on that but time: whoever follows goes on where the last one has committed to.
protocol JournalFollower: PeriodicService {
    /// Held by the one that works.
    static var lock: AdvisoryLock { get }

    var database: PostgresPool { get }

    /// Does all that there is to do.
    func follow(on session: PostgresSession) async throws

    /// What those do, too, that another one keeps from working.
    func standBy() async throws
}

extension JournalFollower {
    func standBy() async throws {}

    func work() async throws {
        let purpose = self.description.lowercased()
        _ = try await self.database.withAdvisoryLock(Self.lock, for: purpose) { session in
            while await session.isAlive() {
                try await self.follow(on: session)
                try await Task.sleep(for: self.interval)
            }
        }
        try await self.standBy()
    }
}
