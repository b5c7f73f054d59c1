import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Holding a lot while others move, bring and promise it.
@Suite(.requiresPostgres)
struct LotRaceTests {
    private static let limits = CommitLimits(committers: 8, batchCommands: 1)

    @Test func `a reservation that races a hold comes before it or fails`() async throws {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2030-01-01")
            try await ledger.receive(1_000, of: "MILK", lot: "L1")
            async let change = ledger.changeLot(lot, "held")
            let accepted = try await Self.promise(60, of: "MILK", in: ledger)
            let warehouses = try await change["warehouses"]?.elements ?? []
            #expect(warehouses.map { $0["reservations"] } == [.integer(Int64(accepted))])
            #expect(warehouses.map { $0["available"]?.text } == ["\(-accepted)"])
            try await Self.expectWithheld("MILK", 1_000, promised: accepted, in: ledger)
        }
    }

    @Test func `a reservation that races a recall is in its answer or fails`() async throws {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2030-01-01")
            try await ledger.receive(1_000, of: "MILK", lot: "L1")
            let (body, path) = (#"{"reason":"quality"}"#, ["lotId": lot.description])
            async let first = ledger.ask("recallLot", body, path: path)
            async let second = ledger.ask("recallLot", body, path: path)
            let accepted = try await Self.promise(60, of: "MILK", in: ledger)
            let answers = await [first, second].sorted { $0.status < $1.status }
            #expect(answers.map(\.status) == [200, 409])
            let refusal = try MessageCoding.decode(Problem.self, from: answers[1].body)
            #expect(refusal.knownCode == .wrongState)
            let recall = try MessageCoding.decode(JSONValue.self, from: answers[0].body)
            let evidence = recall["evidence"]
            #expect(evidence?["reservations"]?.elements.count == accepted)
            #expect(evidence?["stock"]?.elements.map { $0["onHand"]?.text } == ["1000"])
            try await Self.expectWithheld("MILK", 1_000, promised: accepted, in: ledger)
        }
    }

    @Test func `the evidence of a recall waits for what others have begun`() async throws {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2030-01-01")
            try await ledger.receive(5, of: "MILK", lot: "L1")
            let administration = ledger.database.administration
            let recall = try await PostgresSession.with(administration) { session in
                try await session.execute(script: "BEGIN; \(JournalHorizon.hold.text)")
                _ = try await ledger.succeed("postSale", LedgerBench.sale(1, of: "MILK"))
                async let recall = ledger.succeed(
                    "recallLot",
                    #"{"reason":"quality"}"#,
                    path: ["lotId": lot.description]
                )
                try await eventually("the lot is held") {
                    try await ledger.rows("SELECT FROM lot WHERE status = 'recalled'").count == 1
                }
                // As long as readers of lists wait, and longer.
                try await Task.sleep(for: .milliseconds(400))
                try await session.execute(script: "COMMIT")
                return try await recall
            }
            #expect(recall["evidence"]?["totals"]?["recipients"] == .integer(1))
        }
    }

    @Test func `the last unit of a lot is promised before its day ends or never`() async throws {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            let expirer = LotExpirer(
                committer: ledger.committer,
                database: ledger.database.pool
            )
            for round in 0..<25 {
                let sku = "HAM-\(round)"
                try await ledger.lot("L1", of: sku, expires: "2020-01-01")
                try await ledger.receive(1, of: sku, lot: "L1")
                // Those of the first round come before it, and those of the second after it.
                if round == 1 { #expect(try await expirer.expire() == 1) }
                async let one = round == 0 ? 0 : expirer.expire()
                async let other = round == 0 ? 0 : expirer.expire()
                let accepted = try await Self.promise(4, of: sku, in: ledger)
                _ = try await (one, other)
                if round == 0 { #expect(try await expirer.expire() == 1) }
                #expect(accepted <= (round == 1 ? 0 : 1))
                #expect(accepted >= (round == 0 ? 1 : 0))
                try await Self.expectWithheld(sku, 1, promised: accepted, in: ledger)
            }
            let told = try await ledger.facts(LotExpired.self)
            #expect(told.map { $0.levels.map(\.onHand) } == Array(repeating: [1], count: 25))
            #expect(Set(told.map(\.lotId)).count == 25)
        }
    }

    /// Asks at once for so many promises of one unit; returns how many were made.
    ///
    /// Expects that all others were refused because there was nothing to promise.
    private static func promise(
        _ count: Int,
        of sku: String,
        in ledger: LedgerBench
    ) async throws -> Int {
        let body = #"{"warehouse":"LDN","lines":[{"sku":"\#(sku)","quantity":"1"}]}"#
        return try await withThrowingTaskGroup { group in
            for _ in 0..<count {
                group.addTask { try await ledger.verdict("createReservation", body) }
            }
            return try await group.reduce(into: 0) { accepted, verdict in
                #expect(["201", "409 insufficient-stock"].contains(verdict))
                if verdict == "201" { accepted += 1 }
            }
        }
    }

    /// Expects that nothing of what is there can be promised any more, nor what was promised leave.
    private static func expectWithheld(
        _ sku: String,
        _ onHand: Int,
        promised: Int,
        in ledger: LedgerBench
    ) async throws {
        #expect(try await ledger.promisesInDoubt() == 0)
        #expect(try await ledger.warehousesInDoubt() == 0)
        #expect(try await Self.promise(1, of: sku, in: ledger) == 0)
        let stock = try await ledger.succeed("getStock", path: ["sku": sku])
        #expect(
            ["onHand", "withheld", "reserved", "available"].map { stock[$0]?.text }
                == ["\(onHand)", "\(onHand)", "\(promised)", "\(-promised)"]
        )
        let pending = try await ledger.items("listReservations", ["sku": sku], limit: 50)
        #expect(pending.count == promised)
        for id in pending.compactMap({ $0["id"]?.text }).prefix(1) {
            let path = ["reservationId": id]
            let verdict = try await ledger.verdict("consumeReservation", path: path)
            #expect(verdict == "409 insufficient-stock")
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `what is withheld is what lots that are not released have`(seed: UInt64) async throws {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2030-01-01")
            try await ledger.receive(500, of: "MILK", lot: "L1")
            for number in 0..<6 {
                _ = try await ledger.succeed(
                    "createLocation",
                    #"{"code":"W\#(number)","name":"W","kind":"warehouse"}"#
                )
            }
            try await withThrowingTaskGroup { group in
                // Each warehouse sees the lot for the first time while its status changes.
                for number in 0..<6 {
                    group.addTask {
                        for _ in 0..<8 {
                            _ = try await ledger.succeed(
                                "postTransfer",
                                """
                                {"from":"LDN","to":"W\(number)",
                                "lines":[{"sku":"MILK","quantity":"1","lot":"L1"}]}
                                """
                            )
                        }
                    }
                }
                group.addTask {
                    var generator = SeededGenerator(seed: seed)
                    for _ in 0..<12 {
                        let status = ["held", "released", "recalled", "quarantined"]
                            .randomElement(using: &generator)
                        // The status that it has already is refused.
                        _ = try? await ledger.changeLot(lot, status ?? "held")
                    }
                    _ = try? await ledger.changeLot(lot, "held")
                }
                try await group.waitForAll()
            }
            #expect(try await ledger.warehousesInDoubt() == 0)
            let stock = try await ledger.succeed("getStock", path: ["sku": "MILK"])
            #expect(stock["onHand"]?.text == "500")
            #expect(stock["withheld"]?.text == "500")
        }
    }
}
