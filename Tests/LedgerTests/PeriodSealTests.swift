import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What is sealed of a period is what the journal comes to, then and for ever.
@Suite(.requiresPostgres)
struct PeriodSealTests {
    /// Runs `body` with movements of some variants, places and lots on 60 days.
    private func withHistory(
        seed: UInt64,
        _ body: (LedgerBench, inout SeededGenerator) async throws -> Void
    ) async throws {
        try await LedgerBench.with { ledger in
            var generator = SeededGenerator(seed: seed)
            for sku in Self.skus { try await ledger.variant(sku) }
            for code in ["L1", "L2"] {
                try await ledger.lot(code, of: "MILK", expires: "2031-01-01")
            }
            for _ in 0..<60 { try await Self.move(in: ledger, before: 60, using: &generator) }
            try await body(ledger, &generator)
        }
    }

    private static let skus = ["NUT", "BOLT", "NAIL"]

    /// One movement of chance, at most so many days ago.
    private static func move(
        in ledger: LedgerBench,
        before days: Int64,
        using generator: inout SeededGenerator
    ) async throws {
        let time = LedgerBench.daysAgo(0).advanced(
            by: .seconds(-Int64.random(in: 3_600...days * 86_400, using: &generator))
        )
        let place = Bool.random(using: &generator) ? "LDN" : "LDN-1"
        let quantity = Int64.random(in: 1...9, using: &generator)
        let isMilk = Int.random(in: 0..<4, using: &generator) == 0
        let sku = isMilk ? "MILK" : Self.skus.randomElement(using: &generator) ?? "NUT"
        let lot = isMilk ? #","lot":"\#(Bool.random(using: &generator) ? "L1" : "L2")""# : ""
        let line = #"{"sku":"\#(sku)","quantity":"\#(quantity)"\#(lot)}"#
        let isReceipt = Int.random(in: 0..<3, using: &generator) > 0
        // A sale of what is not there is refused, which is all the same here.
        _ = await ledger.ask(
            isReceipt ? "postReceipt" : "postSale",
            #"{"location":"\#(place)","effectiveAt":"\#(time)","lines":[\#(line)]}"#
        )
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `each period adds to the one before, and its hash stays what it is`(
        seed: UInt64
    ) async throws {
        try await self.withHistory(seed: seed) { ledger, generator in
            var periods = [
                try await ledger.period(
                    "P1",
                    from: LedgerBench.daysAgo(50),
                    until: LedgerBench.daysAgo(40)
                )
            ]
            for (name, days) in [("P2", 30), ("P3", 20)] as [(String, Int64)] {
                periods.append(try await ledger.period(name, until: LedgerBench.daysAgo(days)))
            }
            var hashes: [String?] = []
            for period in periods {
                let sealed = try await ledger.closeAndSeal(period)
                hashes.append(sealed["balancesHash"]?.text)
                #expect(try await ledger.recomputedHash(of: period) == hashes.last)
            }
            let nut = try await ledger.rows("SELECT id FROM variant WHERE sku = 'NUT'")[0]
                .decode("id", as: ID<Variant>.self)
            for number in 0..<10 {
                try await Self.move(in: ledger, before: 20, using: &generator)
                let time = LedgerBench.daysAgo(Int64(21 + number * 3))
                try await ledger.tillSale(1, of: nut, document: "S-\(number)", at: time)
            }
            for (period, hash) in zip(periods, hashes) {
                #expect(try await ledger.recomputedHash(of: period) == hash)
                let now = try await ledger.succeed("getPeriod", path: ["periodId": period])
                #expect(now["balancesHash"]?.text == hash)
            }
        }
    }

    @Test func `a sealed balance that somebody changed is found`() async throws {
        try await self.withHistory(seed: 6) { ledger, _ in
            let period = try await ledger.period(
                "P1",
                from: LedgerBench.daysAgo(50),
                until: LedgerBench.daysAgo(30)
            )
            let path = ["periodId": period]
            #expect(try await ledger.refusal("verifyPeriod", "", path: path) == "wrong-state")
            try await ledger.closeAndSeal(period)
            let right = try await ledger.succeed("verifyPeriod", path: path)
            #expect(right["variants"] == .integer(4))
            #expect(right["findings"]?.elements == [])
            let list = try await ledger.succeed("listPeriodBalances", path: path)
            let (first, last) = (try #require(list.items.first), try #require(list.items.last))
            // One is changed, another gone.
            try await ledger.tamper(
                """
                UPDATE ledger.period_balance SET on_hand = on_hand + 10000
                WHERE (variant, location, lot) = (
                    SELECT variant, location, lot FROM ledger.period_balance ORDER BY 1, 2, 3 LIMIT 1
                )
                """,
                """
                DELETE FROM ledger.period_balance WHERE (variant, location, lot) = (
                    SELECT variant, location, lot FROM ledger.period_balance
                    ORDER BY variant DESC, location DESC, lot DESC LIMIT 1
                )
                """
            )
            let findings = try await ledger.succeed("verifyPeriod", path: path)["findings"]
            let expected = findings?.elements.map { $0["expected"]?.text }
            #expect(expected == [first["onHand"]?.text, last["onHand"]?.text])
            #expect(findings?.elements.last?["sealed"]?.text == "0")
        }
    }

    @Test func `a sealer that is killed in the middle is followed by another`() async throws {
        try await self.withHistory(seed: 3) { ledger, _ in
            let period = try await ledger.period(
                "P1",
                from: LedgerBench.daysAgo(50),
                until: LedgerBench.daysAgo(30)
            )
            try await ledger.close(period, hard: true)
            let sealer = PeriodSealer(
                database: ledger.database.pool,
                limits: LedgerBench.periodLimits(variants: 1)
            )
            let steps = try await ledger.database.pool.withDedicatedSession { session in
                let work = try #require(try await sealer.next(on: session))
                try await eventually("it can be begun") {
                    try await ledger.cost()
                    return try await sealer.begin(work, on: session)
                }
                // Two steps, and then no more of this one.
                return [
                    try await sealer.advance(work, on: session),
                    try await sealer.advance(work, on: session),
                ]
            }
            #expect(steps == [true, true])
            // It stays what it was about to become, whatever comes meanwhile.
            let late = try await ledger.refusal(
                "postReceipt",
                """
                {"location":"LDN","lines":[{"sku":"NUT","quantity":"1"}],
                "effectiveAt":"\(LedgerBench.daysAgo(40))"}
                """
            )
            #expect(late == "period-closed")
            try await ledger.sealPeriods()
            let closed = try await ledger.succeed("getPeriod", path: ["periodId": period])
            #expect(try await ledger.recomputedHash(of: period) == closed["balancesHash"]?.text)
        }
    }

    @Test(arguments: [4, 5] as [UInt64])
    func `the past as it was known stays the same to the byte over closing and late facts`(
        seed: UInt64
    ) async throws {
        try await self.withHistory(seed: seed) { ledger, generator in
            let first = try await ledger.period(
                "P1",
                from: LedgerBench.daysAgo(50),
                until: LedgerBench.daysAgo(40)
            )
            let second = try await ledger.period("P2", until: LedgerBench.daysAgo(20))
            try await ledger.horizonPassed()
            let horizon = try JournalHorizon(try await ledger.rows(JournalHorizon.statement)[0])
            var days = (0..<12).map { _ in
                LedgerBench.daysAgo(0).advanced(
                    by: .seconds(-Int64.random(in: 0...70 * 86_400, using: &generator))
                )
            }
            for days20 in [20, 40] as [Int64] {
                let end = LedgerBench.daysAgo(days20)
                days += [end, end.advanced(by: .microseconds(-1))]
            }
            let before = try await Self.answers(of: ledger, at: days, knownAt: horizon.time)
            try await ledger.closeAndSeal(first)
            try await ledger.closeAndSeal(second)
            for _ in 0..<10 { try await Self.move(in: ledger, before: 19, using: &generator) }
            try await ledger.horizonPassed()
            // An answer with a fixed `knownAt` stays the same, byte for byte.
            let after = try await Self.answers(of: ledger, at: days, knownAt: horizon.time)
            #expect(after == before)
        }
    }

    /// What is told of all stock at some days.
    private static func answers(
        of ledger: LedgerBench,
        at days: [Timestamp],
        knownAt: Timestamp
    ) async throws -> [String] {
        var answers: [String] = []
        for day in days {
            let query = ["asOf": day.description, "knownAt": knownAt.description]
            let list = query.merging(["by": "lot", "includeZero": "true"]) { old, _ in old }
            let stock = await ledger.ask("getStock", path: ["sku": "NUT"], query: query)
            let all = await ledger.ask("listStock", query: list)
            answers += [stock, all].map { String(decoding: $0.body, as: UTF8.self) }
        }
        return answers
    }
}
