import Postgres
import TestSupport

@testable import Ledger

extension LedgerBench {
    /// One round of each audit.
    ///
    /// - Parameter waits: Whether all that was recorded has to be added up.
    func audit(waits: Bool = true) async throws -> [FoundDrift] {
        if waits { try await self.horizonPassed() }
        var limits = AuditLimits()
        (limits.stockPace, limits.unhurriedPace) = (.restless, .restless)
        limits.variants = 1
        limits.movements = 7
        let database = self.database.pool
        (limits.documents, limits.days) = (2, 2)
        let (stock, costs, documents, days) = (
            StockAuditor(database: database, limits: limits),
            CostAuditor(database: database, limits: limits),
            DocumentAuditor(database: database, limits: limits),
            DayAuditor(database: database, limits: limits)
        )
        return try await database.withDedicatedSession { session in
            try await stock.goRound(on: session).drifts + costs.goRound(on: session).drifts
                + documents.goRound(on: session).drifts + days.goRound(on: session).drifts
        }
    }
}
