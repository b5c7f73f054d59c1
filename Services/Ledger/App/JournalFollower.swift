import Contracts
import Logging
import Postgres
import ServiceLifecycle

/// Work behind those who post, of which one does it at a time over all processes of the service.
///
/// The one that works has a session of its own that holds a lock; the others wait for it to end.
/// Nothing depends on that but time: whoever follows goes on where the last one has committed to.
protocol JournalFollower: Service, CustomStringConvertible {
    /// Held by the one that works.
    static var lock: AdvisoryLock { get }

    var database: PostgresPool { get }
    /// How long to rest when there is nothing left to do, and after a failure.
    var interval: Duration { get }

    /// Does all that there is to do.
    func follow(on session: PostgresSession) async throws

    /// What those do, too, that another one keeps from working.
    func standBy() async throws
}

extension JournalFollower {
    func standBy() async throws {}

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.work()
                    try await Task.sleep(for: self.interval)
                } catch {
                    guard !Task.isCancelled else { return }
                    Logger.current.error(
                        "Work behind the journal failed",
                        metadata: ["work": "\(self)", "error": "\(error)"]
                    )
                    // Cancelled, the loop ends.
                    try? await Task.sleep(for: self.interval)
                }
            }
        }
    }

    private func work() async throws {
        _ = try await self.database.withAdvisoryLock(Self.lock) { session in
            while await session.isAlive() {
                try await self.follow(on: session)
                try await Task.sleep(for: self.interval)
            }
        }
        try await self.standBy()
    }
}
