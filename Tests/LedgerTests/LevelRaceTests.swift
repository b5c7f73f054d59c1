import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Many who set a level by what they have read.
@Suite(.requiresPostgres)
struct LevelRaceTests {
    private static let clients = 50

    /// Reads and adds one until nobody has come in between; returns how often somebody had.
    ///
    /// - Parameter first: What was read before all others began.
    private static func addOne(
        to ledger: LedgerBench,
        having first: Quantity
    ) async throws -> Int {
        var conflicts = 0
        var read = first
        while true {
            let body = LedgerBench.adjustment(
                LedgerBench.level(read + 1, expecting: read, of: "NUT")
            )
            let answer = await ledger.ask("postAdjustment", body)
            guard answer.status != 201 else { return conflicts }
            let problem = try MessageCoding.decode(Problem.self, from: answer.body)
            guard problem.knownCode == .quantityChanged else { throw problem }
            conflicts += 1
            let stock = try await ledger.succeed("getStock", path: ["sku": "NUT"])
            read = try #require(stock["onHand"]?.text.flatMap { Quantity($0) })
        }
    }

    @Test func `fifty who each read and add one, on two replicas, add fifty`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(10, of: "NUT")
            let pool = PostgresPool(ledger.database.configuration)
            let replica = GroupCommitter(database: pool)
            let conflicts = try await withRunning([pool, replica]) {
                let second = LedgerBench(
                    database: ledger.database,
                    committer: replica,
                    operations: LedgerOperations(committer: replica, database: pool),
                    warehouse: ledger.warehouse,
                    bin: ledger.bin
                )
                return try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<Self.clients {
                        let bench = number.isMultiple(of: 2) ? ledger : second
                        group.addTask { try await Self.addOne(to: bench, having: 10) }
                    }
                    return try await group.reduce(0, +)
                }
            }
            #expect(try await ledger.onHand("NUT") == 60)
            // All began with the same, so all but one had to look again.
            #expect(conflicts >= Self.clients - 1)
            let entries = try await ledger.rows("SELECT FROM entry WHERE kind = 'adjust'")
            #expect(entries.count == Self.clients)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `a level that changes while its lock is waited for is compared as it is then`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            try await ledger.receive(3, of: "NUT")
            let answer = try await PostgresSession.with(ledger.database.administration) { session in
                try await session.execute(
                    script: """
                        begin;
                        update availability set on_hand = on_hand + 10000, version = version + 1
                        where variant = '\(variant)';
                        update balance set on_hand = on_hand + 10000, version = version + 1
                        where variant = '\(variant)';
                        """
                )
                async let answer = ledger.ask(
                    "postAdjustment",
                    LedgerBench.adjustment(LedgerBench.level(9, expecting: 3, of: "NUT"))
                )
                try await RaceTests.waitsForLock(ledger)
                try await session.execute(script: "commit")
                return await answer
            }
            let problem = try MessageCoding.decode(Problem.self, from: answer.body)
            #expect(problem.knownCode == .quantityChanged)
            #expect(problem.extensions["actual"] == "4")
            #expect(try await ledger.onHand("NUT") == 4)
        }
    }
}
