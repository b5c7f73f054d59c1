import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// How often more would have been ordered by another reorder point.
@Suite(.requiresPostgres)
struct ReorderTrialTests {
    private static func day(_ number: Double) -> Timestamp {
        Timestamp.now.advanced(by: .seconds(86_400 * number))
    }

    @Test func `falls are counted by when things happened, and moves within a warehouse are none`()
        async throws
    {
        try await LedgerBench.with { ledger in
            for sku in ["NUT", "FIG"] { try await ledger.variant(sku) }
            func post(
                _ operation: String,
                _ place: String,
                _ quantity: Int,
                _ day: Double
            ) async throws {
                _ = try await ledger.succeed(
                    operation,
                    """
                    {\(place),"effectiveAt":"\(Self.day(day))",
                    "lines":[{"sku":"NUT","quantity":"\(quantity)"}]}
                    """
                )
            }
            try await ledger.receive(50, of: "FIG", effectiveAt: Self.day(-9))
            try await post("postReceipt", #""location":"LDN""#, 10, -20)
            try await post("postSale", #""location":"LDN""#, 6, -10)
            try await post("postTransfer", #""from":"LDN","to":"LDN-1""#, 4, -8)
            // It is told later, and happened before.
            try await post("postReceipt", #""location":"LDN""#, 1, -15)
            try await post("postSale", #""location":"LDN-1""#, 4, -4)
            try await post("postReceipt", #""location":"LDN""#, 9, -1)
            try await ledger.horizonPassed()
            let rebuild = Rebuild(owner: ledger.owner)
            let hash = try await rebuild.compare().rebuilt
            let result = try await ReorderTrial(point: 5).run(rebuild)
            #expect(result.courses.map(\.sku) == ["NUT"])
            let course = try #require(result.courses.first)
            #expect(course.warehouse == "LDN")
            #expect(course.course.falls == 1)
            #expect(course.course.onHand == 10)
            let low = course.course.low / .seconds(86_400)
            #expect(low > 8.99 && low < 9.01)
            #expect(course.course.out == .zero)
            #expect(result.text.contains("NUT in LDN: fell 1 times, 9 days at it or below, 0 days"))
            #expect(try await ReorderTrial(point: 0).run(rebuild).courses == [])
            #expect(try await ReorderTrial(point: 0).run(rebuild).text.hasSuffix("that low"))
            #expect(try await rebuild.compare().rebuilt == hash)
            var brief = rebuild
            brief.limits.trialled = 1
            let many = try await ReorderTrial(point: 99).run(brief)
            #expect(many.courses.count == 1)
            #expect(many.others == 1)
        }
    }
}
