import CoreMetrics
import Kernel
import Logging
import Postgres
import ServiceLifecycle

/// Keeps the book of costs behind those who write the journal.
///
/// Of several keepers one works at a time, and if two did, each fact would still be followed once:
/// whoever follows it holds the row that says how far the book is. Posting waits for neither.
struct CostKeeper: Service, CustomStringConvertible {
    let description = "Cost keeper"

    let database: PostgresPool
    var limits = CostLimits()

    /// Held by the one that works; the letters "cost".
    static let lock = AdvisoryLock(category: 0x636F_7374, key: 1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.work()
                    try await Task.sleep(for: self.limits.interval)
                } catch {
                    guard !Task.isCancelled else { return }
                    Logger.current.error("Costing failed", metadata: ["error": "\(error)"])
                    // Cancelled, the loop ends.
                    try? await Task.sleep(for: self.limits.interval)
                }
            }
        }
    }

    private func work() async throws {
        _ = try await self.database.withAdvisoryLock(Self.lock) { session in
            while await session.isAlive() {
                try await self.followAll(on: session)
                try await Task.sleep(for: self.limits.interval)
            }
        }
    }

    /// Costs all that can be costed now.
    func followAll(on session: PostgresSession) async throws {
        let run = CostRun(session: session, limits: self.limits)
        while true {
            let started = ContinuousClock.now
            let followed = try await run.followNext()
            CostMetrics.lag.record(followed.lag / .seconds(1))
            guard followed.isFull else { return }
            let rest = self.limits.pace.rest(after: .now - started, lag: followed.lag)
            try await Task.sleep(for: rest)
        }
    }
}
