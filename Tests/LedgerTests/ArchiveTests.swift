import Foundation
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger
@testable import Operator

/// Old months in another table space.
@Testing.Suite(.requiresPostgres)
struct ArchiveTests {
    @Test func `a month in another table space reads and proves as before`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.prepare()
            let (before, shape) = (try await bench.sight(), try await bench.shape())
            #expect(shape.count > 10)
            #expect(try await bench.tablespaces() == [nil])
            var told: [String] = []
            let archive = try bench.archive
            let due = try await archive.run(
                olderThan: 24,
                to: .tablespace(bench.tablespace),
                isDryRun: true
            ) { told.append($0) }
            #expect(due == 1 && told.count == 1)
            #expect(try await bench.tablespaces() == [nil])

            let done = try await archive.run(olderThan: 24, to: .tablespace(bench.tablespace)) {
                told.append($0)
            }
            #expect(done == 1)
            #expect(try await bench.tablespaces() == [bench.tablespace])
            #expect(try await bench.sight() == before)
            #expect(try await bench.shape() == shape)
            #expect(try await bench.ledger.findings() == [])
            #expect(try await bench.strangers() == "movement_entry")
            let again = try await archive.run(
                olderThan: 24,
                to: .tablespace(bench.tablespace)
            ) { _ in }
            #expect(again == 0)
            let younger = try await archive.run(olderThan: 31, to: .tablespace("pg_default")) { _ in
            }
            #expect(younger == 0)
        }
    }

    @Test func `posting goes on while a month moves`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.prepare()
            let onHand = try await bench.ledger.onHand("NUT")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<25 { try await bench.ledger.receive(1, of: "NUT") }
                    }
                }
                for place in [bench.tablespace, "pg_default", bench.tablespace] {
                    let archive = try bench.archive
                    _ = try await archive.run(olderThan: 24, to: .tablespace(place)) { _ in }
                }
                try await group.waitForAll()
            }
            #expect(try await bench.ledger.onHand("NUT") == onHand + 100)
            try await bench.ledger.seal()
            #expect(try await bench.ledger.findings() == [])
            #expect(try await bench.tablespaces() == [bench.tablespace])
        }
    }

    @Test func `a move that ended in the middle is begun again`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.prepare()
            let before = try await bench.sight()
            try await PostgresSession.with(bench.owner) { session in
                let month = try await session.withTransaction {
                    try JournalMonth.older(than: 24, in: $0)
                }
                try await MonthMove(month: month[0], tablespace: bench.tablespace)
                    .copy(on: session)
            }
            #expect(try await bench.sight() == before)
            #expect(try await bench.ledger.findings() == [])
            let archive = try bench.archive
            let done = try await archive.run(
                olderThan: 24,
                to: .tablespace(bench.tablespace)
            ) { _ in }
            #expect(done == 1)
            #expect(try await bench.tablespaces() == [bench.tablespace])
            #expect(try await bench.sight() == before)
        }
    }

    @Test func `a long report keeps a month where it is, and posting from nothing`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.prepare()
            var limits = ArchiveBench.limits
            limits.attempts = 3
            let archive = try JournalArchive(owner: bench.owner, limits: limits)
            try await PostgresSession.with(bench.ledger.database.configuration) { report in
                try await report.execute(script: "BEGIN; SELECT FROM movement LIMIT 1")
                let error = await #expect(throws: OperatorFailure.self) {
                    try await archive.run(
                        olderThan: 24,
                        to: .tablespace(bench.tablespace)
                    ) { _ in }
                }
                #expect(error?.reason.contains("in use") == true)
                try await bench.ledger.receive(1, of: "NUT")
                try await report.execute(script: "COMMIT")
            }
            #expect(try await bench.tablespaces() == [nil])
            let done = try await archive.run(
                olderThan: 24,
                to: .tablespace(bench.tablespace)
            ) { _ in }
            #expect(done == 1)
        }
    }

    @Test func `a move that is killed while it waits to exchange changes nothing`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.prepare()
            let before = try await bench.sight()
            let archive = try bench.archive
            try await PostgresSession.with(bench.ledger.database.configuration) { report in
                try await report.execute(script: "BEGIN; SELECT FROM movement LIMIT 1")
                // Ends by being killed below.
                let moving = Task {
                    try await archive.run(
                        olderThan: 24,
                        to: .tablespace(bench.tablespace)
                    ) { _ in }
                }
                try await eventually("the exchange waits and is killed") {
                    try await bench.killExchange() == 1
                }
                await #expect(throws: PostgresError.self) { try await moving.value }
                try await report.execute(script: "COMMIT")
            }
            #expect(try await bench.tablespaces() == [nil])
            #expect(try await bench.sight() == before)
            #expect(try await bench.ledger.findings() == [])
            let done = try await archive.run(
                olderThan: 24,
                to: .tablespace(bench.tablespace)
            ) { _ in }
            #expect(done == 1)
            #expect(try await bench.sight() == before)
        }
    }

    @Test func `a table space that is not there is named with what to do`() async throws {
        try await ArchiveBench.with { bench in
            let archive = try bench.archive
            let error = await #expect(throws: OperatorFailure.self) {
                try await archive.run(olderThan: 24, to: .tablespace("nowhere")) { _ in }
            }
            #expect(error?.next.contains("CREATE TABLESPACE") == true)
        }
    }
}

extension ArchiveBench {
    /// Ends the session that waits to exchange a month; returns how many there were.
    fileprivate func killExchange() async throws -> Int {
        try await PostgresSession.with(self.ledger.database.administration) { session in
            try await session.withTransaction { transaction in
                try transaction.execute(
                    """
                    SELECT pg_terminate_backend(pid)
                    FROM pg_locks
                    WHERE NOT granted AND relation = 'ledger.movement'::regclass
                        AND mode = 'AccessExclusiveLock'
                    """
                ).count
            }
        }
    }

    /// Some movements that were recorded long ago, and sealed.
    func prepare() async throws {
        try await self.ledger.variant("NUT")
        try await self.ledger.post(12)
        try await self.age()
        try await self.ledger.seal()
        try #require(try await self.ledger.findings() == [])
    }

    /// By which rule a movement without an entry is refused by the month that was moved.
    fileprivate func strangers() async throws -> String? {
        let error = await #expect(throws: PostgresError.self) {
            try await PostgresSession.with(self.owner) { session in
                try await session.execute(
                    script: """
                        INSERT INTO movement
                        SELECT gen_random_uuid(), gen_random_uuid(), line, variant, lot, serial,
                            from_location, to_location, quantity, unit_cost, unit_cost_currency,
                            effective_at, recorded_at
                        FROM movement
                        LIMIT 1
                        """
                )
            }
        }
        return error?.constraint
    }
}
