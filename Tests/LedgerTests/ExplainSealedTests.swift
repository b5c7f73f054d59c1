import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// An explanation begins with what was sealed of the last period that was closed then.
@Suite(.requiresPostgres)
struct ExplainSealedTests {
    /// Closes a period in which nuts came, of which some are sold later.
    private func withNuts(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(14, of: "NUT", effectiveAt: LedgerBench.daysAgo(40))
            _ = try await ledger.succeed("postSale", LedgerBench.sale(2, of: "NUT"))
            try await ledger.horizonPassed()
            try await body(ledger)
        }
    }

    private func closePeriod(on ledger: LedgerBench) async throws {
        let period = try await ledger.period(
            "P",
            from: LedgerBench.daysAgo(90),
            until: LedgerBench.daysAgo(30)
        )
        try await ledger.close(period, hard: true)
    }

    private static let lastClose: SQL = "SELECT max(updated_at) AS recorded_at FROM period"

    @Test func `what is known of a time after a period was closed begins with it`() async throws {
        try await self.withNuts { ledger in
            let before = Timestamp.now
            try await self.closePeriod(on: ledger)
            try await ledger.sealPeriods()
            try await ledger.horizonPassed(Self.lastClose)
            let end = LedgerBench.daysAgo(30)
            for (query, kinds) in [
                (["knownAt": "\(Timestamp.now)"], ["movements", "sealed"]),
                (["asOf": "\(LedgerBench.daysAgo(29))"], ["sealed"]),
                (["asOf": "\(end.advanced(by: .microseconds(-1)))"], ["sealed"]),
                (["asOf": "\(end.advanced(by: .microseconds(-2)))"], ["movements"]),
                (["knownAt": "\(before)"], ["movements", "movements"]),
            ] {
                let told = try await ledger.explain("NUT", .onHand, query)
                #expect(told["terms"]?.elements.map { $0["kind"]?.text } == kinds, "\(query)")
                #expect(try ledger.sum(of: told) == told["value"]?.text)
            }
        }
    }

    @Test func `a period that is still being closed is in nothing that was known before`()
        async throws
    {
        try await self.withNuts { ledger in
            try await self.closePeriod(on: ledger)
            let (before, knownAt) = try await PostgresSession.with(ledger.database.administration) {
                session in
                // The sealer has read its clock when it waits for this.
                try await session.execute(
                    script: "begin; lock table ledger.period_change in share mode"
                )
                async let sealed: Void = ledger.sealPeriods()
                try await eventually("the sealer waits") {
                    try await ledger.rows(Self.waiting).count == 1
                }
                let far = try await Self.onHand("2999-01-01T00:00:00Z", in: ledger)
                let told = try MessageCoding.decode(JSONValue.self, from: far)
                let kinds = told["terms"]?.elements.map { $0["kind"]?.text }
                #expect(kinds == ["movements", "movements"])
                try await session.execute(script: "commit")
                try await sealed
                return (far, try #require(told["knownAt"]?.text))
            }
            try await ledger.horizonPassed(Self.lastClose)
            let again = try await Self.onHand(knownAt, in: ledger)
            #expect(
                String(decoding: again, as: UTF8.self) == String(decoding: before, as: UTF8.self)
            )
            let now = try await ledger.explain("NUT", .onHand, ["knownAt": "\(Timestamp.now)"])
            #expect(now["terms"]?.elements.last?["kind"]?.text == "sealed")
        }
    }

    private static let waiting: SQL = """
        SELECT
        FROM pg_locks
        WHERE NOT granted AND relation = 'ledger.period_change'::regclass
        """

    private static func onHand(_ time: String, in ledger: LedgerBench) async throws -> [UInt8] {
        let answer = await ledger.ask(
            "explainStock",
            path: ["sku": "NUT"],
            query: ["field": "on-hand", "knownAt": time]
        )
        #expect(answer.status == 200)
        return Array(answer.body)
    }
}
