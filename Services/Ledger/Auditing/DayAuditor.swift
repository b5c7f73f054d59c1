import Contracts
import Kernel
import Postgres
import ServiceKit

/// Compares what dashboards keep of days with what follows from the journal, and adds the journal up for
/// that.
///
/// It adds up what they have added, a part of the journal at a time, and then compares what both have come
/// to: however old the ledger is, a round reads the days and not the movements. The journal itself is
/// read again only for a day that is wrong.
struct DayAuditor: Auditor {
    let description = "Day auditor"

    let database: PostgresPool
    var limits = AuditLimits()

    static let book = "days"

    /// Held by the one that works; the letters "audi".
    static let lock = AdvisoryLock(category: 0x6175_6469, key: 4)

    /// Adds up what is new, compares all days, and puts right what is wrong.
    @discardableResult
    func goRound(on session: PostgresSession) async throws -> AuditRound {
        let started = ContinuousClock.now
        try await self.addUp(on: session)
        var round = AuditRound()
        var last: CivilDate?
        repeat {
            let begun = ContinuousClock.now
            let part = try await self.part(after: last, on: session)
            for day in part.suspects {
                try await round.repair(.day(day), on: session) { transaction in
                    AuditRepair(drifts: try DayRepair.perform(on: day, in: transaction))
                }
            }
            last = part.last
            try await self.limits.unhurriedPace.rest(since: begun, on: session)
        } while last != nil
        AuditMetrics.count(round, of: Self.book, after: .now - started)
        return round
    }

    /// Adds up to where dashboards are when the round begins, so that it ends.
    private func addUp(on session: PostgresSession) async throws {
        let end = try await session.withTransaction(.readOnly) { transaction in
            try DashboardPosition(transaction.execute(DashboardPosition.read)[0]).recordedTo
        }
        let movements = self.limits.movements
        var hasMore = true
        while hasMore {
            let begun = ContinuousClock.now
            hasMore = try await session.withTransaction { transaction in
                transaction.allow(statementTimeout: DashboardLimits.statementTimeout)
                return try DayTotals.advance(upTo: end, movements: movements, in: transaction)
            }
            try await self.limits.unhurriedPace.hurried.rest(since: begun, on: session)
        }
    }

    /// Days that are compared at once, at one moment.
    private func part(
        after last: CivilDate?,
        on session: PostgresSession
    ) async throws -> (last: CivilDate?, suspects: [CivilDate]) {
        let limit = self.limits.days
        return try await session.withTransaction(.readOnly) { transaction in
            let days = try transaction.execute(DayComparison.next(after: last, limit: limit))
                .map { try $0.decode("day", as: CivilDate.self) }
            guard let first = days.first, let last = days.last else { return (nil, []) }
            let rows = try transaction.pipeline([DayTotals.position, DashboardPosition.read])
            transaction.planForValues()
            let suspects = try transaction.execute(
                DayComparison.suspects(
                    from: first,
                    through: last,
                    added: rows[0][0].decode("days_to"),
                    kept: DashboardPosition(rows[1][0]).recordedTo
                )
            ).map { try $0.decode("day", as: CivilDate.self) }
            return (last, suspects)
        }
    }
}
