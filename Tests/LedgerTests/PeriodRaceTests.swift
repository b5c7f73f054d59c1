import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Postings and closes have one order.
@Suite(.requiresPostgres)
struct PeriodRaceTests {
    /// Runs `body` with a variant `NUT`, and a period that can be closed.
    private func withPeriod(
        _ body: (LedgerBench, _ period: String) async throws -> Void
    ) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            let period = try await ledger.period(
                "A",
                from: LedgerBench.daysAgo(50),
                until: LedgerBench.daysAgo(30)
            )
            try await body(ledger, period)
        }
    }

    private static let receipt = """
        {"location":"LDN","lines":[{"sku":"NUT","quantity":"1"}],
        "effectiveAt":"\(LedgerBench.daysAgo(40))"}
        """

    @Test func `a posting that came first is in the period that is closed behind it`()
        async throws
    {
        try await self.withPeriod { ledger, period in
            try await PostgresSession.with(ledger.database.administration) { session in
                // Holds up the posting after it has looked at the periods.
                try await session.execute(
                    script: "begin; lock table ledger.availability in access exclusive mode"
                )
                async let posting = ledger.ask("postReceipt", Self.receipt)
                try await RaceTests.waitsForLock(ledger)
                async let closing = ledger.ask(
                    "closePeriod",
                    #"{"hard":true,"reason":"Over"}"#,
                    path: ["periodId": period]
                )
                try await RaceTests.waitsForLock(ledger, sessions: 2)
                try await session.execute(script: "commit")
                #expect(await posting.status == 201)
                #expect(await closing.status == 200)
            }
            try await ledger.sealPeriods()
            let closed = try await ledger.succeed("getPeriod", path: ["periodId": period])
            #expect(closed["balances"] == .integer(1))
            #expect(try await ledger.recomputedHash(of: period) == closed["balancesHash"]?.text)
        }
    }

    @Test func `a posting that came second is refused`() async throws {
        try await self.withPeriod { ledger, period in
            try await PostgresSession.with(ledger.database.administration) { session in
                // What the close does, up to its commit.
                try await session.execute(
                    script: """
                        begin;
                        select from ledger.period where id = '\(period)' for update;
                        update ledger.period set state = 'closing', version = version + 1;
                        """
                )
                async let posting = ledger.refusal("postReceipt", Self.receipt)
                try await RaceTests.waitsForLock(ledger)
                try await session.execute(script: "commit")
                #expect(try await posting == "period-closed")
            }
            #expect(try await ledger.onHand("NUT") == .zero)
        }
    }

    @Test func `whatever comes first, the sealed balances are those of the journal`() async throws {
        try await self.withPeriod { ledger, period in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        if number == 12 {
                            try await ledger.close(period, hard: true)
                            return 0
                        }
                        return await ledger.ask("postReceipt", Self.receipt).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(statuses).isSubset(of: [0, 201, 409]))
            let accepted = statuses.count { $0 == 201 }
            try await ledger.sealPeriods()
            let path = ["periodId": period]
            let closed = try await ledger.succeed("getPeriod", path: path)
            #expect(try await ledger.recomputedHash(of: period) == closed["balancesHash"]?.text)
            let balances = try await ledger.succeed("listPeriodBalances", path: path)
            let sealed = balances.items.first?["onHand"]?.text ?? "0"
            #expect(sealed == "\(accepted)")
        }
    }

    @Test func `what happened within the delay is entered without a look at periods`()
        async throws
    {
        try await self.withPeriod { ledger, _ in
            try await PostgresSession.with(ledger.database.administration) { session in
                try await session.execute(
                    script: "begin; lock table ledger.period in access exclusive mode"
                )
                try await ledger.receive(1, of: "NUT")
                let time = Timestamp.now.advanced(by: .seconds(-80_000))
                try await ledger.receive(1, of: "NUT", effectiveAt: time)
                try await session.execute(script: "commit")
            }
            #expect(try await ledger.onHand("NUT") == 2)
        }
    }
}
