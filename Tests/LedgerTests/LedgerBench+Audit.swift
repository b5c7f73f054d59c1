import Postgres
import TestSupport

@testable import Ledger

extension LedgerBench {
    /// One round of the audit.
    ///
    /// - Parameter waits: Whether all that was recorded has to be added up.
    func audit(waits: Bool = true) async throws -> [FoundDrift] {
        if waits { try await self.horizonPassed() }
        var limits = AuditLimits()
        limits.pace = .restless
        limits.variants = 1
        limits.movements = 7
        let auditor = StockAuditor(database: self.database.pool, limits: limits)
        return try await self.database.pool.withDedicatedSession { session in
            try await auditor.goRound(on: session)
        }
    }
}
