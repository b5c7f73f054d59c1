import Foundation
import Kernel
import Postgres
import SealStore
import Sealing
import TestSupport
import Testing

@testable import Ledger

/// Everything that is posted is sealed once, whoever seals and whatever ends them.
@Suite(.requiresPostgres)
struct SealerTests {
    /// The identifiers of all movements that are sealed, by sequence number.
    private func sealed(_ ledger: LedgerBench) async throws -> [SealedID] {
        try await ledger.rows("SELECT leaves FROM seal_block ORDER BY number").flatMap { row in
            SealedBlock.leaves(try row.decode("leaves")).map(\.movement)
        }
    }

    /// Those of all movements, in the order of the journal.
    private func posted(_ ledger: LedgerBench) async throws -> [SealedID] {
        try await ledger.rows("SELECT id FROM movement ORDER BY recorded_at, entry, line, id")
            .map { try $0.decode("id") }
    }

    @Test func `movements are sealed in the order of the journal`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.post(11)
            try await ledger.seal()
            try await ledger.post(6)
            try await ledger.seal()
            #expect(try await self.sealed(ledger) == self.posted(ledger))
            #expect(try await ledger.findings() == [])
            let blocks = try await ledger.rows("SELECT max(movements), count(*) FROM seal_block")
            #expect(try blocks[0].decode(0, as: Int64.self) == 4)
        }
    }

    @Test func `an empty ledger has no blocks`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.seal(LedgerBench.sealLimits(keyFile: keyFile))
            #expect(try await self.sealed(ledger).isEmpty)
            #expect(try await ledger.rows("SELECT FROM seal_checkpoint").isEmpty)
        }
    }

    @Test func `what is posted while it is sealed is sealed once`() async throws {
        try await LedgerBench.with { ledger in
            for sku in ["NUT", "BOLT", "NAIL"] { try await ledger.variant(sku) }
            let sealer = Sealer(
                database: ledger.database.pool,
                limits: LedgerBench.sealLimits(movements: 7)
            )
            let rival = Sealer(
                database: ledger.database.pool,
                limits: LedgerBench.sealLimits(movements: 5)
            )
            try await withRunning([sealer, rival]) {
                try await withThrowingTaskGroup { group in
                    for sku in ["NUT", "BOLT", "NAIL"] {
                        for _ in 0..<8 {
                            group.addTask {
                                for count in 1...6 { try await ledger.post(count, of: sku) }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                let count = try await self.posted(ledger).count
                #expect(count == 3 * 8 * 21)
                try await eventually("everything is sealed") {
                    try await self.sealed(ledger).count == count
                }
            }
            #expect(try await self.sealed(ledger) == self.posted(ledger))
            #expect(try await ledger.findings() == [])
        }
    }

    @Test func `what a transaction in flight will record is waited for`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await PostgresSession.with(ledger.database.administration) { session in
                // A batch that has read its clock, and writes what it decided later.
                try await session.execute(
                    script: """
                        begin;
                        select pg_advisory_xact_lock_shared(
                            (extract(epoch from clock_timestamp()) * 1000000)::bigint
                        );
                        """
                )
                try await ledger.post(3)
                let count = try await ledger.database.pool.withDedicatedSession {
                    try await BlockSealer(session: $0, limit: 100).sealNext().movements
                }
                #expect(count == 0)
                try await session.execute(script: "commit")
            }
            try await ledger.seal()
            #expect(try await self.sealed(ledger).count == 3)
        }
    }

    @Test func `a sealer that was killed between blocks is continued by another`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.post(30)
            try await eventually("a block is sealed") {
                try await ledger.database.pool.withDedicatedSession {
                    try await BlockSealer(session: $0, limit: 4).sealNext().movements > 0
                }
            }
            // Its session is ended by the server in the middle of its work.
            await #expect(throws: PostgresError.self) {
                try await ledger.database.pool.withDedicatedSession { session in
                    try await session.withTransaction { transaction in
                        _ = try transaction.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                    }
                    _ = try await BlockSealer(session: session, limit: 4).sealNext()
                }
            }
            try await ledger.seal()
            #expect(try await self.sealed(ledger) == self.posted(ledger))
            #expect(try await ledger.findings() == [])
        }
    }

    @Test func `two sealers that both believe to be alone make one chain`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.post(60)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for limit in [2, 3, 5] {
                    group.addTask {
                        try await ledger.database.pool.withDedicatedSession { session in
                            var lost = 0
                            for _ in 0..<20 {
                                do {
                                    _ = try await BlockSealer(session: session, limit: limit)
                                        .sealNext()
                                } catch let error as PostgresError where error.sqlState == "23505" {
                                    lost += 1
                                }
                            }
                            return lost
                        }
                    }
                }
                for try await _ in group {}
            }
            try await ledger.seal()
            #expect(try await self.sealed(ledger) == self.posted(ledger))
            #expect(try await ledger.findings() == [])
        }
    }

    @Test func `one sealer works at a time`() async throws {
        try await LedgerBench.with { ledger in
            let ran = try await ledger.database.pool.withAdvisoryLock(Sealer.lock) { _ in
                try await ledger.database.pool.withAdvisoryLock(Sealer.lock) { _ in true }
            }
            #expect(ran == .some(nil))
        }
    }

    @Test func `the service's role can change no seal`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            try await ledger.post(5)
            try await ledger.seal(LedgerBench.sealLimits(keyFile: keyFile))
            for table in ["seal_block", "seal_checkpoint", "seal_key", "seal_ledger"] {
                for statement in [
                    "DELETE FROM \(table)", "UPDATE \(table) SET \(Self.column(table))",
                ] {
                    await #expect(throws: PostgresError.self) {
                        _ = try await ledger.rows(SQL(verbatim: statement))
                    }
                }
            }
        }
    }

    private static func column(_ table: String) -> String {
        table == "seal_ledger" ? "id = id" : "number = number"
    }
}
