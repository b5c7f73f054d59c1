import Kernel
import Messaging
import TestSupport
import Testing

@testable import Ledger

/// What costs were known to be at a time, for ever.
@Suite(.requiresPostgres)
struct KnownCostTests {
    /// Everything that can be asked of the past of costs.
    private static let questions: [(operation: String, query: [String: String])] = [
        ("getValuation", ["by": "location"]), ("getValuation", ["by": "variant"]),
        ("getValuation", ["by": "place"]),
        ("getValuation", ["by": "variant", "asOf": "2026-07-01T00:00:00Z"]),
        ("listLosses", [:]),
        ("getCarryingCost", ["from": "2026-01-01T00:00:00Z", "to": "2026-10-01T00:00:00Z"]),
    ]

    private func answers(
        _ ledger: LedgerBench,
        knownAt: Timestamp
    ) async throws -> [String] {
        var answers: [String] = []
        for (operation, query) in Self.questions {
            let known = ["knownAt": knownAt.description]
            let answer = await ledger.ask(operation, query: query.merging(known) { $1 })
            #expect(answer.status == 200)
            answers.append(String(decoding: answer.body, as: UTF8.self))
        }
        return answers
    }

    /// Goods that came and went by both clocks.
    private func trade(_ ledger: LedgerBench) async throws {
        let past = try #require(Timestamp("2026-03-01T00:00:00Z"))
        try await ledger.buy(4, of: "NUT", for: "3", effectiveAt: past)
        try await ledger.buy(2, of: "NUT", for: "5", at: "LDN-1")
        _ = try await ledger.succeed("postSale", LedgerBench.sale(1, of: "NUT"))
        let lost = #"{"location":"LDN","reason":"lost","lines":[{"sku":"NUT","quantity":"-1"}]}"#
        _ = try await ledger.succeed("postAdjustment", lost)
    }

    @Test func `what was known of costs is told in the same bytes for ever`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await self.trade(ledger)
            try await ledger.cost()
            let known = try await self.costedTo(ledger)
            let first = try await self.answers(ledger, knownAt: known)
            #expect(Set(first).count == first.count)
            for _ in 0..<3 {
                try await self.trade(ledger)
                #expect(try await self.answers(ledger, knownAt: known) == first)
                try await ledger.cost()
                #expect(try await self.answers(ledger, knownAt: known) == first)
            }
            #expect(try await self.answers(ledger, knownAt: self.costedTo(ledger)) != first)
        }
    }

    @Test func `what is not costed yet is not called known`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await self.trade(ledger)
            try await ledger.cost()
            let costed = try await self.costedTo(ledger)
            try await self.trade(ledger)
            let later = Timestamp.now.advanced(by: .seconds(60))
            for (operation, query) in Self.questions {
                let ahead = query.merging(["knownAt": later.description]) { $1 }
                let answer = try await ledger.succeed(operation, query: ahead)
                #expect(answer["costedTo"]?.text == costed.description)
                let past = query.merging(["knownAt": "2026-01-01T00:00:00Z"]) { $1 }
                let before = try await ledger.succeed(operation, query: past)
                #expect(before["costedTo"]?.text == "2026-01-01T00:00:00Z")
            }
        }
    }

    private func costedTo(_ ledger: LedgerBench) async throws -> Timestamp {
        let answer = try await ledger.succeed("getValuation")
        return try #require(answer["costedTo"]?.text.flatMap { Timestamp($0) })
    }
}
