import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What is asked of periods, and of the past because of them, reads no whole table.
@Suite(.requiresPostgres)
struct PeriodPlanTests {
    @Test func `what is asked of periods reads no whole table`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            let statements: [(String, SQL)] = [
                ("periods", PeriodStore.hold(from: .now, until: .now)),
                ("explained stock", StockTerms(field: .available, variant: .make()).statement),
            ]
            for (name, statement) in statements {
                _ = try await PlanTests.plan(of: statement, called: name, for: ledger)
            }
        }
    }

    @Test func `what an entry would change of the past is read by its variants`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            let places = [Balance.Key(variant: .make(), location: ledger.warehouse)]
            let statements: [(String, SQL)] = [
                ("levels", LaterChanges.levels(of: places, at: .now)),
                ("changes", LaterChanges.changes(of: places, after: .now, limit: 100)),
            ]
            for (name, statement) in statements {
                _ = try await PlanTests.plan(of: statement, called: name, for: ledger)
            }
        }
    }
}
