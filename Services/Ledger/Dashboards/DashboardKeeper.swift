import CoreMetrics
import Kernel
import Postgres
import ServiceKit

/// Adds up what dashboards show, behind those who post.
///
/// Of several keepers one works at a time, and if two did, each movement would still be counted once:
/// whoever counts holds the row that says how far the figures are. A movement is added to the day on
/// which it happened, however late it is recorded, so no day is ever added up twice.
struct DashboardKeeper: JournalFollower {
    let description = "Dashboard keeper"

    let database: PostgresPool
    var limits = DashboardLimits()

    /// Held by the one that works; the letters "dash".
    static let lock = AdvisoryLock(category: 0x6461_7368, key: 1)

    var interval: Duration { self.limits.interval }

    func follow(on session: PostgresSession) async throws {
        let begun = ContinuousClock.now
        while true {
            let started = ContinuousClock.now
            let advance = try await self.advance(on: session)
            DashboardMetrics.lag.record(advance.lag / .seconds(1))
            guard !advance.isLast else { break }
            try await self.limits.pace.rest(since: started, lag: advance.lag, on: session)
        }
        DashboardMetrics.duration.record((.now - begun) / .seconds(1))
    }

    /// What one transaction has done.
    struct Advance: Sendable {
        /// Whether the figures are as far as the journal, and stock and values were looked at.
        let isLast: Bool
        let lag: Duration
    }

    /// Adds the next movements to their days; with the last of them everything else is replaced, in
    /// the same transaction.
    func advance(on session: PostgresSession) async throws -> Advance {
        let movements = self.limits.movements
        let options = TransactionOptions(statementTimeout: DashboardLimits.statementTimeout)
        return try await session.withTransaction(options) { transaction in
            // What is recorded from here on is recorded later; the statements below see the rest.
            let horizon = try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
            let position = try DashboardPosition(transaction.execute(DashboardPosition.lock)[0])
            let end = try DashboardDays.add(
                after: position.recordedTo,
                upTo: horizon.time,
                movements: movements,
                in: transaction
            )
            if end > position.recordedTo {
                try transaction.execute(DashboardPosition.advance(to: end))
            }
            let isLast = end >= horizon.time
            if isLast {
                try transaction.pipeline(
                    DashboardStock.replace + DashboardValues.replace + [DashboardPosition.refresh]
                )
            }
            return Advance(isLast: isLast, lag: max(.zero, horizon.askedAt.duration(since: end)))
        }
    }
}
