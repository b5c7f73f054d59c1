import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Days of dashboards, transfer orders, units and handling units are made again beside the live ones.
@Suite(.requiresPostgres)
struct RebuildDocumentTests {
    private func withAll(_ body: (LedgerBench, Rebuild) async throws -> Void) async throws {
        try await LedgerBench.withDocuments { ledger in
            try await ledger.carryPallets()
            let past = Timestamp.now.advanced(by: .seconds(-86_400 * 3))
            try await ledger.receive(3, of: "NUT", effectiveAt: past)
            try await ledger.cost()
            try await ledger.refreshDashboards()
            var rebuild = Rebuild(owner: ledger.owner)
            (rebuild.limits.movements, rebuild.limits.units) = (4, 3)
            try await body(ledger, rebuild)
        }
    }

    private static let elsewhere = """
        location = (SELECT id FROM ledger.location WHERE code = 'PAR')
        """

    @Test(arguments: [
        ("dashboard_day", "UPDATE ledger.dashboard_day SET sold = sold - 1"),
        ("dashboard_day", "DELETE FROM ledger.dashboard_day WHERE kind = 'transfer'"),
        ("dashboard_day", "UPDATE ledger.dashboard_day SET day = day + 9 WHERE kind = 'receive'"),
        ("serial", "UPDATE ledger.serial SET \(Self.elsewhere)"),
        ("transfer_line", "UPDATE ledger.transfer_line SET lost = 0"),
        ("transfer_line", "UPDATE ledger.transfer_order SET state = 'closed'"),
        ("handling_unit", "UPDATE ledger.handling_unit SET status = 'open', stood_in = NULL"),
    ])
    func `a row that somebody changed is shown, and swapped while others post`(
        table: String,
        statement: String
    ) async throws {
        try await self.withAll { ledger, rebuild in
            let right = try await rebuild.compare()
            #expect(right.differences == [])
            #expect(right.isEqual)
            let counts = Dictionary(
                uniqueKeysWithValues: right.tables.map { ($0.name, $0.rows) }
            )
            #expect(try #require(counts[table]) > 0)
            let documents = try await ledger.documents()
            let days = try await ledger.dashboardDays()
            try await ledger.tamper(statement)
            let report = try await rebuild.compare()
            #expect(!report.isEqual)
            #expect(report.rebuilt == right.rebuilt)
            #expect(Set(report.differences.map(\.table)) == [table])
            #expect(report.text(shown: 1).contains("\(table) ("))

            let found = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for _ in 0..<8 { try await ledger.receive(1, of: "NUT") } }
                let swapped = try await rebuild.swap()
                try await group.waitForAll()
                return swapped
            }
            let swap = try #require(found.swap)
            #expect(swap.isComplete)
            #expect(!swap.repairs.drifts.isEmpty)
            #expect(try await ledger.facts(DriftFound.self).count == swap.repairs.drifts.count)
            #expect(try await ledger.documents() == documents)
            #expect(try await ledger.dashboardDays() == days)
            #expect(try await ledger.audit() == [])
            try await ledger.refreshDashboards()
            #expect(try await rebuild.compare().isEqual)
        }
    }

    @Test func `days are those that dashboards have added up, and no further`() async throws {
        try await self.withAll { ledger, rebuild in
            let before = try await rebuild.compare()
            try await ledger.receive(5, of: "NUT")
            let behind = try await rebuild.compare()
            #expect(behind.isEqual)
            func hash(_ report: RebuildReport) -> String? {
                report.tables.first { $0.name == "dashboard_day" }?.rebuilt
            }
            #expect(hash(behind) == hash(before))
            try await ledger.refreshDashboards()
            let after = try await rebuild.compare()
            #expect(after.isEqual)
            #expect(hash(after) != hash(before))
        }
    }

    @Test func `an order by which less was ordered than left is shown, and stays`() async throws {
        try await self.withAll { ledger, rebuild in
            try await ledger.tamper(
                """
                UPDATE ledger.transfer_line
                SET ordered = 10000, dispatched = 0, received = 0, lost = 0
                """
            )
            let (before, swap) = try await rebuild.swap()
            #expect(before.differences.map(\.table) == ["transfer_line"])
            #expect(swap?.repairs.failures.count == 1)
            #expect(swap?.isComplete == false)
        }
    }
}
