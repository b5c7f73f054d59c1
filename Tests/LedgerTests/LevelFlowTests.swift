import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Adjustments that say how much there is to be, and what is believed to be there.
@Suite(.requiresPostgres)
struct LevelFlowTests {
    /// Runs `body` with ten nuts.
    private func withNuts(_ body: @Sendable (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(10, of: "NUT")
            try await body(ledger)
        }
    }

    @Test func `a level that is as expected is set, and the entry says what moved`() async throws {
        try await self.withNuts { ledger in
            let up = try await ledger.succeed(
                "postAdjustment",
                LedgerBench.adjustment(LedgerBench.level(12, expecting: 10, of: "NUT"))
            )
            let answers = try AnswerContract().violations(
                operation: "postAdjustment",
                status: 201,
                body: up
            )
            #expect(answers == [])
            #expect(up["kind"]?.text == "adjust")
            #expect(up["reason"]?.text == "data-correction")
            let down = try await ledger.succeed(
                "postAdjustment",
                LedgerBench.adjustment(LedgerBench.level(7, expecting: 12, of: "NUT"))
            )
            let movements = [up, down].flatMap { $0["movements"]?.elements ?? [] }
            #expect(movements.map { $0["quantity"]?.text } == ["2", "5"])
            #expect(movements.map { $0["from"]?["code"]?.text } == ["adjustment", "LDN"])
            #expect(movements.map { $0["to"]?["code"]?.text } == ["LDN", "adjustment"])
            #expect(try await ledger.onHand("NUT") == 7)
            let told = try await ledger.facts(EntriesPosted.self).flatMap(\.entries)
            #expect(told.count == 3)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `another quantity than expected is told, and nothing changes`() async throws {
        try await self.withNuts { ledger in
            try await ledger.variant("BOLT")
            let before = try await ledger.written()
            let problem = try await ledger.problem(
                "postAdjustment",
                LedgerBench.adjustment(
                    LedgerBench.level(5, expecting: 0, of: "BOLT"),
                    LedgerBench.level(12, expecting: 9, of: "NUT")
                )
            )
            #expect(problem.status == 409)
            #expect(problem.knownCode == .quantityChanged)
            #expect(problem.detail == "9 of NUT expected, 10 there.")
            #expect(problem.errors.map(\.pointer) == ["/lines/1/expectedQuantity"])
            #expect(problem.errors.map(\.rule) == ["expected"])
            #expect(
                problem.extensions == [
                    "sku": "NUT", "locationId": .string(ledger.warehouse.description),
                    "expected": "9", "actual": "10",
                ]
            )
            #expect(try await ledger.written() == before)
            #expect(try await ledger.onHand("BOLT") == 0)
            #expect(try await ledger.onHand("NUT") == 10)
        }
    }

    @Test func `null replaces whatever is there`() async throws {
        try await self.withNuts { ledger in
            for level in [3, 0, 25] as [Quantity] {
                _ = try await ledger.succeed(
                    "postAdjustment",
                    LedgerBench.adjustment(LedgerBench.level(level, expecting: nil, of: "NUT"))
                )
                #expect(try await ledger.onHand("NUT") == level)
            }
        }
    }

    @Test func `what is so already moves nothing`() async throws {
        try await self.withNuts { ledger in
            try await ledger.variant("BOLT")
            let same = LedgerBench.level(10, expecting: nil, of: "NUT")
            let document = #","reference":{"source":"erp","document":"1"}"#
            let before = try await ledger.written()
            let problem = try await ledger.problem(
                "postAdjustment",
                LedgerBench.adjustment(same, members: document)
            )
            #expect(problem.status == 422)
            #expect(problem.errors.map(\.pointer) == ["/lines"])
            #expect(problem.errors.map(\.rule) == ["changes"])
            #expect(try await ledger.written() == before)
            // The document has not been used up by that.
            let entry = try await ledger.succeed(
                "postAdjustment",
                LedgerBench.adjustment(
                    same,
                    LedgerBench.level(1, expecting: 0, of: "BOLT"),
                    members: document
                )
            )
            #expect(entry["movements"]?.elements.map { $0["line"] } == [2])
        }
    }

    @Test func `packs of a barcode are counted, and told in base units`() async throws {
        try await LedgerBench.with { ledger in
            let carton = BarcodeValue(code: "5012", packQuantity: 12)
            try await ledger.variant("CAN", barcodes: [carton])
            try await ledger.receive(24, of: "CAN")
            func set(_ level: String, _ expected: String) -> String {
                LedgerBench.adjustment(
                    #"{"barcode":"5012","setTo":"\#(level)","expectedQuantity":"\#(expected)"}"#
                )
            }
            let problem = try await ledger.problem("postAdjustment", set("3", "1"))
            #expect(problem.extensions["expected"] == "12")
            #expect(problem.extensions["actual"] == "24")
            _ = try await ledger.succeed("postAdjustment", set("3", "2"))
            #expect(try await ledger.onHand("CAN") == 36)
        }
    }

    @Test func `of lots one is set, and a new one is made`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.lot("L1", of: "MILK", expires: "2031-01-01")
            let other = try await ledger.lot("L2", of: "MILK", expires: "2031-02-01")
            try await ledger.receive(8, of: "MILK", lot: "L1")
            try await ledger.receive(5, of: "MILK", lot: "L2")
            let wrong = LedgerBench.level(6, expecting: 13, of: "MILK", lot: "L2")
            let problem = try await ledger.problem("postAdjustment", LedgerBench.adjustment(wrong))
            #expect(problem.extensions["actual"] == "5")
            #expect(problem.extensions["lotId"] == .string(other.description))
            _ = try await ledger.succeed(
                "postAdjustment",
                LedgerBench.adjustment(
                    LedgerBench.level(6, expecting: 5, of: "MILK", lot: "L2"),
                    LedgerBench.level(2, expecting: 0, of: "MILK", lot: "L3")
                )
            )
            #expect(try await ledger.lots(of: "MILK") == ["L1 8", "L2 6", "L3 2"])
            let before = try await ledger.written()
            let mistyped = LedgerBench.level(0, expecting: 0, of: "MILK", lot: "L4")
            let refused = try await ledger.verdict(
                "postAdjustment",
                LedgerBench.adjustment(mistyped)
            )
            #expect(refused == "422 unknown-lot")
            #expect(try await ledger.written() == before)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `what is set costs what the difference costs`() async throws {
        func worth(_ lines: String...) async throws -> [String] {
            try await LedgerBench.with { ledger in
                try await ledger.variant("NUT")
                _ = try await ledger.succeed("setCostPolicy", #"{"method":"fifo"}"#)
                try await ledger.buy(4, of: "NUT", for: "2")
                try await ledger.buy(6, of: "NUT", for: "3")
                for line in lines {
                    _ = try await ledger.succeed("postAdjustment", LedgerBench.adjustment(line))
                }
                try await ledger.cost()
                return try await ledger.worth() + ledger.charges(.adjustment)
            }
        }
        let set = try await worth(
            LedgerBench.level(12, expecting: 10, of: "NUT"),
            LedgerBench.level(7, expecting: 12, of: "NUT")
        )
        let moved = try await worth(
            #"{"sku":"NUT","quantity":"2"}"#,
            #"{"sku":"NUT","quantity":"-5"}"#
        )
        #expect(set == moved)
        #expect(set.count > 2)
    }
}
