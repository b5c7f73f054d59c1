import CoreMetrics
import Kernel
import Postgres
import ServiceKit

/// Keeps the book of costs behind those who write the journal.
///
/// Of several keepers one works at a time, and if two did, each fact would still be followed once:
/// whoever follows it holds the row that says how far the book is. Posting waits for neither.
struct CostKeeper: JournalFollower {
    let description = "Cost keeper"

    let database: PostgresPool
    var limits = CostLimits()

    /// Held by the one that works; the letters "cost".
    static let lock = AdvisoryLock(category: 0x636F_7374, key: 1)

    var interval: Duration { self.limits.interval }

    /// Costs all that can be costed now.
    func follow(on session: PostgresSession) async throws {
        let run = CostRun(session: session, limits: self.limits)
        var limit = self.limits.facts
        while true {
            let started = ContinuousClock.now
            let followed = try await run.followNext(limit)
            CostMetrics.lag.record(followed.lag / .seconds(1))
            guard followed.isFull else { return }
            limit = self.limits.facts(after: followed.facts, lines: followed.lines)
            try await self.limits.pace.rest(since: started, lag: followed.lag, on: session)
        }
    }
}
