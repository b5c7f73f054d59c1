import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Statuses of lots are compared with their changes, and put right.
@Suite(.requiresPostgres)
struct LotAuditTests {
    @Test(arguments: [
        "status = 'released'", "status = 'held'", "status = 'recalled'", "status = 'expired'",
        "status = 'quarantined' WHERE code = 'L1'", "status = 'released' WHERE code = 'H1'",
        "version = 0 WHERE id IN (SELECT lot FROM ledger.lot_change)",
        "status = 'recalled', version = 0 WHERE code = 'O1'",
    ])
    func `a lot that somebody changed is found and put right`(change: String) async throws {
        try await LedgerBench.withLots { ledger in
            let before = try await ledger.lots()
            let stock = try await ledger.succeed("listStock")
            try await ledger.tamper("UPDATE ledger.lot SET \(change)")
            let changed = Set(before).subtracting(try await ledger.lots()).count
            #expect(changed > 0)
            let drifts = try await ledger.audit()
            #expect(drifts.map(\.field) == Array(repeating: .lot, count: changed))
            #expect(drifts.allSatisfy { $0.subject?.rawValue == $0.lot?.rawValue })
            #expect(Set(drifts.compactMap(\.lot)).count == changed)
            #expect(drifts.allSatisfy { $0.expectedUnits == 20_000 && $0.foundUnits < 20_000 })
            #expect(try await ledger.lots() == before)
            #expect(try await ledger.succeed("listStock").items == stock.items)
            #expect(try await ledger.audit() == [])
            #expect(try await ledger.facts(DriftFound.self).map(\.lotId) == drifts.map(\.lot))
            let listed = try await ledger.items("listDrifts", [:], limit: 2)
            let codes = Set(listed.compactMap { $0["lot"]?["code"]?.text })
            #expect(codes.count == changed)
            #expect(listed.allSatisfy { $0["location"]?["id"]?.text?.hasPrefix("0000") == true })
        }
    }

    @Test func `what was sold of a lot that somebody released is put right with it`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.keepMilk()
            try await ledger.tamper("UPDATE ledger.lot SET status = 'released' WHERE code = 'L2'")
            _ = try await ledger.succeed(
                "postSale",
                #"{"location":"LDN-1","lines":[{"sku":"MILK","quantity":"2","lot":"L2"}]}"#
            )
            #expect(try await ledger.warehousesInDoubt() == 1)
            let drifts = try await ledger.audit()
            #expect(drifts.map(\.field) == [.lot, .withheld])
            #expect(try await ledger.warehousesInDoubt() == 0)
            let stock = try await ledger.succeed("getStock", path: ["sku": "MILK"])
            #expect(MilkJourney.figures(stock) == ["11", "0", "3", "8"])
            let told = try await ledger.facts(AvailabilityChanged.self).last?.levels
            #expect(told?.map(\.withheld) == [3])
        }
    }

    @Test func `a lot whose version was taken back can be changed again`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.keepMilk()
            let lot = try await ledger.find("L2", of: "MILK")
            let path = ["lotId": try #require(lot["id"]?.text)]
            // The next change of it would be one that it has had.
            try await ledger.tamper("UPDATE ledger.lot SET version = 1 WHERE code = 'L2'")
            let release = #"{"status":"released","reason":"cleared"}"#
            #expect(await ledger.ask("changeLotStatus", release, path: path).status >= 500)
            #expect(try await ledger.audit().map(\.field) == [.lot])
            _ = try await ledger.succeed("changeLotStatus", release, path: path)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `what is written on the goods is no matter of statuses`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.keepMilk()
            for (code, version) in [("L1", 1), ("L2", 2)] {
                let lot = try await ledger.find(code, of: "MILK")
                let answer = await ledger.ask(
                    "updateLot",
                    #"{"supplier":"Meadow"}"#,
                    path: ["lotId": try #require(lot["id"]?.text)],
                    headers: ["if-match": "\"\(version)\""]
                )
                #expect(answer.status == 200)
            }
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `who names a lot does not keep it from being put right`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.keepMilk()
            try await ledger.tamper("UPDATE ledger.lot SET status = 'recalled'")
            try await PostgresSession.with(ledger.database.administration) { session in
                // As whoever posts pieces of it, behind the levels that a repair waits for next.
                try await session.execute(script: "BEGIN; SELECT FROM ledger.lot FOR KEY SHARE")
                #expect(try await ledger.audit().map(\.field) == [.lot, .lot])
                try await session.execute(script: "ROLLBACK")
            }
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `rounds beside those who hold lots and bring goods of them find nothing`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2031-01-01")
            try await ledger.receive(5, of: "MILK", lot: "L1")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        for _ in 0..<15 { try await ledger.receive(1, of: "MILK", lot: "L1") }
                    }
                }
                group.addTask {
                    for status in ["held", "released", "recalled", "quarantined", "released"] {
                        _ = try await ledger.changeLot(lot, status)
                    }
                }
                group.addTask {
                    for _ in 0..<12 {
                        let found = try await ledger.audit(waits: false)
                        #expect(found == [])
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await ledger.audit() == [])
            #expect(try await ledger.warehousesInDoubt() == 0)
        }
    }

    @Test func `statuses that are put right while others bring goods leave nothing behind`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.keepMilk()
            let before = try await ledger.lots()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for code in ["L1", "L2"] {
                    group.addTask {
                        for _ in 0..<15 { try await ledger.receive(1, of: "MILK", lot: code) }
                    }
                }
                group.addTask {
                    for status in ["released", "recalled", "held", "expired"] {
                        try await ledger.tamper("UPDATE ledger.lot SET status = '\(status)'")
                        #expect(try await !ledger.audit(waits: false).isEmpty)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await ledger.audit() == [])
            #expect(try await ledger.lots() == before)
            #expect(try await ledger.warehousesInDoubt() == 0)
            let stock = try await ledger.succeed("getStock", path: ["sku": "MILK"])
            #expect(MilkJourney.figures(stock) == ["43", "0", "20", "23"])
        }
    }
}

extension LedgerBench {
    /// Runs `body` with lots of every status, by every way to it.
    fileprivate static func withLots(_ body: (LedgerBench) async throws -> Void) async throws {
        try await Self.with { ledger in
            try await ledger.keepMilk()
            // One is registered and comes, the other one is nowhere.
            for (code, status) in [("Q1", "quarantined"), ("H1", "held")] {
                try await ledger.register(code, as: status)
            }
            try await ledger.receive(3, of: "MILK", lot: "Q1")
            let back = try await ledger.lot("B1", of: "MILK", expires: "2031-01-01")
            let recalled = try await ledger.lot("R1", of: "MILK", expires: "2031-01-01")
            try await ledger.lot("O1", of: "MILK", expires: "2020-01-01")
            for code in ["B1", "R1", "O1"] {
                try await ledger.receive(2, of: "MILK", lot: code)
            }
            for status in ["held", "released"] { _ = try await ledger.changeLot(back, status) }
            _ = try await ledger.changeLot(recalled, "recalled")
            let (committer, pool) = (ledger.committer, ledger.database.pool)
            #expect(try await LotExpirer(committer: committer, database: pool).expire() == 1)
            try await ledger.variant("FISH", tracking: .lot)
            try await ledger.inspect("FISH")
            _ = try await ledger.quarantined("F1", of: "FISH", 2)
            #expect(try await ledger.audit() == [])
            try await body(ledger)
        }
    }

    /// Registers a lot of milk that is not released.
    fileprivate func register(_ code: String, as status: String) async throws {
        _ = try await self.succeed(
            "createLot",
            #"{"sku":"MILK","code":"\#(code)","expiresOn":"2031-01-01","status":"\#(status)"}"#
        )
    }

    /// All that follows of lots, in order.
    fileprivate func lots() async throws -> [String] {
        try await self.lines("SELECT (code, status, version)::text AS line FROM lot ORDER BY 1")
    }
}
