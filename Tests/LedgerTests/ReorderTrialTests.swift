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
    @Test func `what would be low and is not, and the other way round, is counted and named`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let levels: [(String, Quantity?)] = [
                ("BOTH", 12), ("FIG", 3), ("NUT", 20), ("OAT", nil),
            ]
            var points: ReorderTrial.Points = [:]
            for (sku, point) in levels { points[try await ledger.variant(sku)] = point }
            try await ledger.receive(30, of: "BOTH", effectiveAt: Self.day(-20))
            _ = try await ledger.succeed("postSale", LedgerBench.sale(25, of: "BOTH"))
            try await ledger.receive(5, of: "FIG", at: "LDN-1", effectiveAt: Self.day(-20))
            try await ledger.receive(15, of: "NUT", effectiveAt: Self.day(-20))
            try await ledger.receive(10, of: "OAT", effectiveAt: Self.day(-20))
            try await ledger.horizonPassed()
            var rebuild = Rebuild(owner: ledger.owner)
            let trial = ReorderTrial(point: 10, inForce: points)

            let result = try await trial.run(rebuild)
            let difference = try #require(result.difference)
            #expect(difference.newlyLow.first.map(\.sku) == ["FIG", "OAT"])
            #expect(difference.noLongerLow.first.map(\.sku) == ["NUT"])
            #expect(difference.sum.falls == 1)
            #expect(difference.ownSum.falls == 1)
            let days = (
                difference.sum.low / .seconds(86_400), difference.ownSum.low / .seconds(86_400)
            )
            #expect(days.0 > 39.9 && days.0 < 40.1)
            #expect(days.1 > 19.9 && days.1 < 20.1)
            let lines = [
                "now at it or below, and not by the points in force: 2",
                "    FIG in LDN: 5 there, its own point is 3",
                "    OAT in LDN: 10 there, without a point of its own",
                "now at the points in force or below, and above this one: 1",
                "    NUT in LDN: 15 there, its own point is 20",
                "in all: fell 1 times instead of 1, 40 days at it or below instead of 20",
            ]
            #expect(result.text.contains(lines.joined(separator: "\n")), "\(result.text)")
            // It is above the other point, and shown because it is not above its own.
            #expect(
                result.text.contains(
                    "NUT in LDN: fell 0 times, 0 days at it or below, 0 days out of stock; "
                        + "by its own point of 20: fell 0 times, 20 days at it or below"
                )
            )

            rebuild.limits.named = 1
            let brief = try await trial.run(rebuild)
            #expect(brief.difference?.newlyLow.first.map(\.sku) == ["FIG"])
            #expect(brief.difference?.newlyLow.count == 2)
            #expect(brief.text.contains("    and 1 more\n"))
            #expect(try await ReorderTrial(point: 10).run(rebuild).difference == nil)
        }
    }

    @Test(arguments: ["x 1", "019aa3f0-0000-7000-8000-0000000000c1", " 1", "0 0 0"])
    func `points that are none are refused, and nothing is compared with half of them`(
        _ line: String
    ) {
        let point = "019aa3f0-0000-7000-8000-0000000000c1 2.5\n"
        let points = ReorderTrial.points(in: point)
        #expect(points.map { Array($0.values) } == [Quantity(tenThousandths: 25_000)])
        #expect(ReorderTrial.points(in: "") == [:])
        #expect(ReorderTrial.points(in: point + line) == nil)
    }
}
