import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Who waits for a unit looks again once he has it.
@Suite(.requiresPostgres)
struct HandlingUnitLockTests {
    @Test func `a code means the place that the unit has come to while somebody waited`()
        async throws
    {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            let pool = PostgresPool(ledger.database.configuration)
            let replica = GroupCommitter(database: pool)
            let statuses = try await withRunning([pool, replica]) {
                let other = LedgerBench(
                    database: ledger.database,
                    committer: replica,
                    operations: LedgerOperations(committer: replica, database: pool),
                    warehouse: ledger.warehouse,
                    bin: ledger.bin
                )
                return try await Self.inLine(
                    { await ledger.ask("moveHandlingUnit", #"{"to":"LEEDS"}"#, path: pallet) },
                    {
                        await other.ask(
                            "postReceipt",
                            #"{"location":"P1","lines":[{"sku":"MUG","quantity":"1"}]}"#
                        )
                    },
                    on: ledger
                )
            }
            #expect(statuses == [200, 201])
            #expect(try await ledger.contents(of: pallet) == ["1 MUG on P1@LEEDS"])
            #expect(try await ledger.strayGoods() == 0)
            #expect(try await ledger.audit() == [])
        }
    }

    /// Has the second wait behind the first, and both for a session that has the units.
    private static func inLine(
        _ first: @escaping @Sendable () async -> OperationResponse,
        _ second: @escaping @Sendable () async -> OperationResponse,
        on ledger: LedgerBench
    ) async throws -> [Int] {
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(script: "BEGIN; \(HandlingUnitStore.change.text)")
            async let one = first()
            try await RaceTests.waitsForLock(ledger)
            async let two = second()
            try await RaceTests.waitsForLock(ledger, sessions: 2)
            try await session.execute(script: "COMMIT")
            return await [one.status, two.status]
        }
    }
}
