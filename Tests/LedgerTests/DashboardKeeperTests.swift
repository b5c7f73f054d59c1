import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// The figures of dashboards are those of the journal, whoever adds them up and whatever ends them.
@Suite(.requiresPostgres)
struct DashboardKeeperTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `figures are those of the journal, backdated entries among it`(
        seed: UInt64
    ) async throws {
        try await self.with { ledger in
            var generator = SeededGenerator(seed: seed)
            for _ in 0..<3 {
                try await self.post(25, on: ledger, using: &generator)
                try await ledger.refreshDashboards(
                    movements: Int.random(in: 1...9, using: &generator)
                )
                let rows = try await DashboardModel(ledger).rows
                #expect(rows.count > 10)
                #expect(try await ledger.dashboardDays() == rows)
            }
        }
    }

    @Test func `two keepers that both believe to be alone count every movement once`()
        async throws
    {
        try await self.with { ledger in
            var generator = SeededGenerator(seed: 4)
            try await self.post(40, on: ledger, using: &generator)
            try await ledger.horizonPassed()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        let keeper = ledger.dashboardKeeper(movements: 2)
                        try await ledger.database.pool.withDedicatedSession {
                            try await keeper.follow(on: $0)
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await Self.expectEqual(ledger)
        }
    }

    @Test func `of two keepers one works, and the other takes over`() async throws {
        try await self.with { ledger in
            let keepers = [ledger.dashboardKeeper(), ledger.dashboardKeeper()]
            var generator = SeededGenerator(seed: 5)
            try await withRunning(keepers) {
                try await self.post(10, on: ledger, using: &generator)
                try await self.settled(ledger)
                // Whoever works loses its session, and with it the lock.
                _ = try await ledger.killBackends(holding: DashboardKeeper.lock)
                try await self.post(10, on: ledger, using: &generator)
                try await self.settled(ledger)
            }
        }
    }

    @Test func `a computation that fails in the middle changes nothing`() async throws {
        try await self.with { ledger in
            var generator = SeededGenerator(seed: 6)
            try await self.post(20, on: ledger, using: &generator)
            try await ledger.refreshDashboards()
            let before = try await ledger.dashboardDays()
            let shown = try await ledger.succeed("getStockDashboard")
            try await self.post(20, on: ledger, using: &generator)
            // The last of the statements fails, after the days were added and the rest deleted.
            try await ledger.tamper(
                "ALTER TABLE dashboard_stock ADD CONSTRAINT broken CHECK (positive < 0)"
                    + " NOT VALID"
            )
            await #expect(throws: PostgresError.self) { try await ledger.refreshDashboards() }
            #expect(try await ledger.dashboardDays() == before)
            #expect(try await ledger.succeed("getStockDashboard") == shown)
            try await ledger.tamper("ALTER TABLE dashboard_stock DROP CONSTRAINT broken")
            try await ledger.refreshDashboards()
            try await Self.expectEqual(ledger)
            #expect(try await ledger.dashboardDays() != before)
        }
    }

    @Test func `a backdated entry changes its day and no other`() async throws {
        try await self.with { ledger in
            try await ledger.receive(5, of: "NUT")
            try await ledger.refreshDashboards()
            let before = Set(try await ledger.dashboardDays())
            let past = Timestamp.now.advanced(by: .seconds(-86_400 * 100))
            try await ledger.receive(7, of: "NUT", effectiveAt: past)
            try await ledger.refreshDashboards()
            let after = Set(try await ledger.dashboardDays())
            #expect(after.isSuperset(of: before))
            #expect(after.count == before.count + 1)
        }
    }

    private static func expectEqual(_ ledger: LedgerBench) async throws {
        let rows = try await DashboardModel(ledger).rows
        #expect(try await ledger.dashboardDays() == rows)
    }

    /// Waits until the keepers that run have added up everything.
    private func settled(_ ledger: LedgerBench) async throws {
        let rows = try await DashboardModel(ledger).rows
        try await eventually("the figures are those of the journal") {
            try await ledger.dashboardDays() == rows
        }
    }

    private func with(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            for sku in ["NUT", "FIG"] { try await ledger.variant(sku) }
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"PAR","name":"Paris","kind":"warehouse"}"#
            )
            try await body(ledger)
        }
    }

    /// Enters so many things that are drawn by chance; what is refused is left out.
    private func post(
        _ count: Int,
        on ledger: LedgerBench,
        using generator: inout SeededGenerator
    ) async throws {
        for _ in 0..<count {
            let days = Double(Int.random(in: 0...20, using: &generator))
            let time = Timestamp.now.advanced(by: .seconds(-86_400 * days))
            let sku = ["NUT", "FIG"].randomElement(using: &generator) ?? ""
            let quantity = Int.random(in: 1...9, using: &generator)
            let line = #"{"sku":"\#(sku)","quantity":"\#(quantity)"}"#
            let loss = #"{"sku":"\#(sku)","quantity":"-\#(quantity)"}"#
            let place = ["LDN", "LDN-1", "PAR"].randomElement(using: &generator) ?? ""
            let rest = #""effectiveAt":"\#(time)""#
            let (operation, body) =
                switch Int.random(in: 0..<10, using: &generator) {
                case 0..<4:
                    (
                        "postReceipt",
                        #"{"location":"\#(place)","lines":[\#(line),\#(line)],\#(rest)}"#
                    )
                case 4, 5: ("postSale", #"{"location":"\#(place)","lines":[\#(line)],\#(rest)}"#)
                case 6:
                    (
                        "postAdjustment",
                        #"{"location":"\#(place)","reason":"damaged","lines":[\#(loss)],\#(rest)}"#
                    )
                case 7:
                    (
                        "postAdjustment",
                        #"{"location":"\#(place)","reason":"found","lines":[\#(line)],\#(rest)}"#
                    )
                case 8:
                    (
                        "postTransfer",
                        #"{"from":"LDN","to":"\#(place == "PAR" ? "PAR" : "LDN-1")","lines":[\#(line)],\#(rest)}"#
                    )
                default:
                    (
                        "postReturn",
                        #"{"location":"\#(place)","reason":"unwanted","lines":[\#(line)],\#(rest)}"#
                    )
                }
            _ = await ledger.ask(operation, body)
        }
    }
}

extension LedgerBench {
    /// Ends the sessions that hold a lock of this database, as if their processes had died.
    func killBackends(holding lock: AdvisoryLock) async throws -> Int {
        try await PostgresSession.with(self.database.administration) { session in
            try await session.withTransaction { transaction in
                try transaction.execute(
                    """
                    SELECT pg_terminate_backend(pid)
                    FROM pg_locks
                    WHERE locktype = 'advisory' AND classid::bigint = \(Int64(lock.category))
                        AND database = (
                            SELECT oid FROM pg_database WHERE datname = current_database()
                        )
                    """
                ).count
            }
        }
    }
}
