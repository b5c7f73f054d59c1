import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What dashboards keep of days is compared with the journal, and put right.
@Suite(.requiresPostgres)
struct DayAuditTests {
    private static let dayBefore = Timestamp.now.advanced(by: .seconds(-86_400))

    /// Runs `body` with days of two warehouses, a backdated one among them, that are added up.
    private func withDays(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            for sku in ["NUT", "FIG"] { try await ledger.variant(sku) }
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"PAR","name":"Paris","kind":"warehouse"}"#
            )
            try await ledger.receive(9, of: "NUT", at: "LDN-1")
            try await ledger.receive(4, of: "FIG", effectiveAt: Self.dayBefore)
            for operation in ["postSale", "postTransfer"] {
                let place =
                    operation == "postSale" ? #""location":"LDN-1""# : #""from":"LDN-1","to":"PAR""#
                _ = try await ledger.succeed(
                    operation,
                    #"{\#(place),"lines":[{"sku":"NUT","quantity":"2"}]}"#
                )
            }
            try await ledger.refreshDashboards()
            #expect(try await ledger.audit() == [])
            try await body(ledger)
        }
    }

    @Test(arguments: [
        "UPDATE ledger.dashboard_day SET received = received + 10000 WHERE kind = 'receive'",
        "UPDATE ledger.dashboard_day SET lines = 0, transferred_out = -1 WHERE kind = 'transfer'",
        "DELETE FROM ledger.dashboard_day",
        "UPDATE ledger.dashboard_day SET day = day - 400",
        "UPDATE ledger.dashboard_day SET warehouse = gen_random_uuid() WHERE kind = 'sale'",
    ])
    func `a day that somebody changed is found and put right`(statement: String) async throws {
        try await self.withDays { ledger in
            let before = try await ledger.dashboardDays()
            #expect(before.count >= 4)
            try await ledger.tamper(statement)
            #expect(try await ledger.dashboardDays() != before)
            let drifts = try await ledger.audit()
            #expect(!drifts.isEmpty)
            #expect(drifts.allSatisfy { $0.field == .dashboardDay && $0.variant == .whole })
            #expect(drifts.allSatisfy { $0.day != nil && $0.foundUnits < $0.expectedUnits })
            #expect(try await ledger.dashboardDays() == before)
            #expect(try await ledger.audit() == [])
            let told = try await ledger.facts(DriftFound.self)
            #expect(told.map(\.day) == drifts.map(\.day))
            let listed = try await ledger.succeed("listDrifts").items
            #expect(
                Set(listed.map { $0["day"]?.text }) == Set(drifts.map { $0.day?.description })
            )
        }
    }

    @Test func `what the audit itself has added up is put right as well`() async throws {
        try await self.withDays { ledger in
            let days = try await ledger.dashboardDays()
            try await ledger.tamper("UPDATE ledger.day_total SET sold = sold + 1")
            let drifts = try await ledger.audit()
            #expect(!drifts.isEmpty)
            #expect(drifts.allSatisfy { $0.field == .audit && $0.day != nil })
            #expect(try await ledger.dashboardDays() == days)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `what dashboards have not added up yet is no drift, and is not added by a repair`()
        async throws
    {
        try await self.withDays { ledger in
            let before = try await ledger.dashboardDays()
            try await ledger.receive(5, of: "FIG")
            try await ledger.receive(7, of: "FIG", effectiveAt: Self.dayBefore)
            #expect(try await ledger.audit() == [])
            try await ledger.tamper("UPDATE ledger.dashboard_day SET entries = entries + 1")
            #expect(try await !ledger.audit().isEmpty)
            #expect(try await ledger.dashboardDays() == before)
            try await ledger.refreshDashboards()
            #expect(try await ledger.dashboardDays() == DashboardModel(ledger).rows)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `days that were added twice are put right`() async throws {
        try await self.withDays { ledger in
            try await ledger.tamper(
                "UPDATE ledger.dashboard_position SET recorded_to = '0001-01-01 00:00:00Z'"
            )
            try await ledger.refreshDashboards()
            let right = try await DashboardModel(ledger).rows
            #expect(try await ledger.dashboardDays() != right)
            #expect(try await !ledger.audit().isEmpty)
            #expect(try await ledger.dashboardDays() == right)
        }
    }

    @Test func `a day that cannot be put right keeps no other from it`() async throws {
        try await self.withDays { ledger in
            let before = try await ledger.dashboardDays()
            try await ledger.tamper(
                "UPDATE ledger.dashboard_day SET entries = entries + 1",
                """
                ALTER TABLE ledger.dashboard_day
                ADD CONSTRAINT broken CHECK (day <> '\(Self.dayBefore.day)') NOT VALID
                """
            )
            #expect(try await !ledger.audit().isEmpty)
            let after = Set(try await ledger.dashboardDays())
            #expect(Set(before).intersection(after).count == before.count - 1)
            try await ledger.tamper("ALTER TABLE ledger.dashboard_day DROP CONSTRAINT broken")
            #expect(try await ledger.audit().count == 1)
            #expect(try await ledger.dashboardDays() == before)
        }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `while others post and dashboards add up, only what somebody changed is found`(
        seed: UInt64
    ) async throws {
        try await self.withDays { ledger in
            var limits = AuditLimits()
            (limits.unhurriedPace, limits.movements, limits.days) = (.restless, 3, 1)
            let auditor = DayAuditor(database: ledger.database.pool, limits: limits)
            let keeper = ledger.dashboardKeeper(movements: 2)
            let drifts = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    var generator = SeededGenerator(seed: seed)
                    for _ in 0..<40 {
                        let days = Double(Int.random(in: 0...3, using: &generator))
                        let time = Timestamp.now.advanced(by: .seconds(-86_400 * days))
                        try await ledger.receive(1, of: "FIG", effectiveAt: time)
                    }
                }
                group.addTask {
                    try await ledger.database.pool.withDedicatedSession { session in
                        for _ in 0..<20 { try await keeper.follow(on: session) }
                    }
                }
                var found: [FoundDrift] = []
                try await ledger.database.pool.withDedicatedSession { session in
                    for _ in 0..<10 { found += try await auditor.goRound(on: session).drifts }
                }
                try await group.waitForAll()
                return found
            }
            #expect(drifts == [])
            try await ledger.tamper(
                "UPDATE ledger.dashboard_day SET lines = lines + 1 WHERE kind = 'sale'"
            )
            #expect(try await ledger.audit().count == 1)
            try await ledger.refreshDashboards()
            #expect(try await ledger.dashboardDays() == DashboardModel(ledger).rows)
            #expect(try await ledger.audit() == [])
        }
    }
}
