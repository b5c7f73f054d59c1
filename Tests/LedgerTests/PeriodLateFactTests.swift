import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What comes after a period was closed, and what else follows from the journal.
@Suite(.requiresPostgres)
struct PeriodLateFactTests {
    private static let start = LedgerBench.daysAgo(50)
    private static let end = LedgerBench.daysAgo(30)

    /// The last lines of the book of costs that count before a period ended.
    private func closedLines(_ ledger: LedgerBench) async throws -> [Int64] {
        try await ledger.rows(
            "SELECT number FROM cost_entry WHERE effective_at < \(Self.end) ORDER BY number"
        ).map { try $0.decode("number") }
    }

    @Test func `a cost that comes late counts in an open period`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            let receipt = try await ledger.buy(
                10,
                of: "NUT",
                for: "2",
                effectiveAt: LedgerBench.daysAgo(40)
            )
            let period = try await ledger.period("A", from: Self.start, until: Self.end)
            try await ledger.closeAndSeal(period)
            let before = try await self.closedLines(ledger)
            #expect(!before.isEmpty)
            let landed = try await ledger.succeed(
                "postLandedCost",
                """
                {"reference":{"source":"carrier","document":"F-1"},"basis":"quantity",
                "amount":{"amount":"5","currency":"EUR"},
                "effectiveAt":"\(LedgerBench.daysAgo(40))","receipts":[{"entryId":"\(receipt)"}]}
                """
            )
            #expect(landed["effectiveAt"]?.text == Self.end.description)
            #expect(landed["occurredAt"]?.text == LedgerBench.daysAgo(40).description)
            try await ledger.tillSale(
                4,
                of: variant,
                document: "S-1",
                at: LedgerBench.daysAgo(35)
            )
            try await ledger.cost()
            #expect(try await self.closedLines(ledger) == before)
            #expect(try await ledger.worth() == ["15", "15"])
            // All of it once more, and every line has the date that it had.
            let hash = try await ledger.costHash()
            try await ledger.forgetCosts()
            try await ledger.cost(facts: 1)
            #expect(try await ledger.costHash() == hash)
        }
    }

    @Test func `a period waits until all of it is costed`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.buy(10, of: "NUT", for: "2", effectiveAt: LedgerBench.daysAgo(40))
            let period = try await ledger.period("A", from: Self.start, until: Self.end)
            try await ledger.close(period, hard: true)
            try await ledger.horizonPassed()
            let sealer = PeriodSealer(database: ledger.database.pool)
            try await ledger.database.pool.withDedicatedSession { try await sealer.follow(on: $0) }
            let waiting = try await ledger.succeed("getPeriod", path: ["periodId": period])
            #expect(waiting["state"]?.text == "closing")
            try await ledger.sealPeriods()
            let sealed = try await ledger.succeed("getPeriod", path: ["periodId": period])
            #expect(sealed["state"]?.text == "closed")
        }
    }

    @Test func `a count in a closed period is explained by what comes late`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            try await ledger.receive(100, of: "NUT", effectiveAt: LedgerBench.daysAgo(40))
            let path = ["countId": try await ledger.sheet(of: "NUT")]
            let seen = LedgerBench.daysAgo(28)
            _ = try await ledger.succeed(
                "submitCount",
                #"{"lines":[{"line":1,"quantity":"95","observedAt":"\#(seen)"}]}"#,
                path: path
            )
            let period = try await ledger.period(
                "A",
                from: Self.start,
                until: LedgerBench.daysAgo(20)
            )
            let sealed = try await ledger.closeAndSeal(period)
            // Approved after the close: the correction counts in the open period.
            _ = try await ledger.succeed("approveCount", "{}", path: path)
            #expect(try await ledger.residuals(variant) == [-5])
            #expect(try await ledger.onHand("NUT") == 95)
            try await ledger.tillSale(
                2,
                of: variant,
                document: "S-1",
                at: LedgerBench.daysAgo(30)
            )
            try await ledger.watch()
            #expect(try await ledger.residuals(variant) == [-3])
            #expect(try await ledger.onHand("NUT") == 95)
            try await ledger.tillSale(
                3,
                of: variant,
                document: "S-2",
                at: LedgerBench.daysAgo(25)
            )
            try await ledger.watch()
            #expect(try await ledger.residuals(variant) == [-3])
            #expect(try await ledger.onHand("NUT") == 92)
            #expect(try await ledger.recomputedHash(of: period) == sealed["balancesHash"]?.text)
        }
    }

    @Test func `what is there is explained from what was sealed`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            try await ledger.receive(100, of: "NUT", effectiveAt: LedgerBench.daysAgo(40))
            let period = try await ledger.period("A", from: Self.start, until: Self.end)
            try await ledger.closeAndSeal(period)
            try await ledger.tillSale(
                3,
                of: variant,
                document: "S-1",
                at: LedgerBench.daysAgo(35)
            )
            try await ledger.receive(1, of: "NUT")
            for field in ["on-hand", "available"] {
                let stock = try await ledger.succeed(
                    "explainStock",
                    path: ["sku": "NUT"],
                    query: ["field": field]
                )
                let terms = stock["terms"]?.elements ?? []
                #expect(stock["value"]?.text == "98")
                #expect(Set(terms.map { $0["kind"]?.text }) == ["sealed", "movements"])
                #expect(Set(terms.map { $0["quantity"]?.text }) == ["100", "-3", "1"])
                let first = terms.first { $0["kind"]?.text == "sealed" }
                #expect(first?["periodId"]?.text == period)
            }
        }
    }
}
