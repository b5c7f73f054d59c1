import Postgres
import TestSupport
import Testing

@Suite(.requiresPostgres) struct TransactionTests {
    private struct Refusal: Error {}

    private func withThings(_ body: (PostgresPool) async throws -> Void) async throws {
        try await withTestDatabase(migrations: [ThingTable.migration]) { try await body($0.pool) }
    }

    @Test func `what a body does is there after it returns`() async throws {
        try await self.withThings { pool in
            try await pool.withTransaction { try ThingTable.insert(1, in: $0) }
            #expect(try await ThingTable.ids(pool) == [1])
        }
    }

    @Test func `what a body does is gone after it throws`() async throws {
        try await self.withThings { pool in
            await #expect(throws: Refusal.self) {
                try await pool.withTransaction { transaction in
                    try ThingTable.insert(1, in: transaction)
                    throw Refusal()
                }
            }
            let ids = try await ThingTable.ids(pool)
            #expect(ids.isEmpty)
        }
    }

    @Test func `a body that runs nothing changes nothing`() async throws {
        try await self.withThings { pool in
            let answer = try await pool.withTransaction { _ in 7 }
            #expect(answer == 7)
            let other = try await pool.withTransaction { try $0.savepoint { 8 } }
            #expect(other == 8)
        }
    }

    @Test func `a swallowed failure fails the transaction`() async throws {
        try await self.withThings { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction { transaction in
                    try ThingTable.insert(1, in: transaction)
                    do { try ThingTable.insert(1, in: transaction) } catch {}
                }
            }
            #expect(error?.constraint == "thing_is_unique")
            let ids = try await ThingTable.ids(pool)
            #expect(ids.isEmpty)
        }
    }

    @Test func `what comes after a swallowed failure reports the cause`() async throws {
        try await self.withThings { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction { transaction in
                    do { _ = try transaction.execute("SELECT 1 / 0") } catch {}
                    try ThingTable.insert(1, in: transaction)
                }
            }
            #expect(error?.sqlState == "22012")
        }
    }

    @Test func `a script that ends the transaction is found out`() async throws {
        try await self.withThings { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction { try $0.execute(script: "commit") }
            }
            #expect(error?.reason == "the transaction ended before its body did")
        }
    }

    @Test func `a constraint has its name`() async throws {
        try await self.withThings { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction {
                    _ = try $0.execute("INSERT INTO thing VALUES (1, -1)")
                }
            }
            #expect(error?.code == .constraint)
            #expect(error?.constraint == "amount_is_never_negative")
        }
    }

    @Test func `a savepoint undoes what its body did, and nothing else`() async throws {
        try await self.withThings { pool in
            try await pool.withTransaction { transaction in
                try ThingTable.insert(1, in: transaction)
                do {
                    try transaction.savepoint {
                        try ThingTable.insert(2, in: transaction)
                        try ThingTable.insert(1, in: transaction)
                    }
                } catch let error as PostgresError where error.code == .constraint {
                    try ThingTable.insert(3, in: transaction)
                }
                try transaction.savepoint { try ThingTable.insert(4, in: transaction) }
            }
            #expect(try await ThingTable.ids(pool) == [1, 3, 4])
        }
    }

    @Test func `savepoints nest`() async throws {
        try await self.withThings { pool in
            try await pool.withTransaction { transaction in
                try transaction.savepoint {
                    try ThingTable.insert(1, in: transaction)
                    do {
                        try transaction.savepoint {
                            try ThingTable.insert(2, in: transaction)
                            try transaction.savepoint { try ThingTable.insert(3, in: transaction) }
                            throw Refusal()
                        }
                    } catch is Refusal {
                        try ThingTable.insert(4, in: transaction)
                    }
                    do { try transaction.savepoint { throw Refusal() } } catch is Refusal {}
                }
            }
            #expect(try await ThingTable.ids(pool) == [1, 4])
        }
    }

    @Test func `a savepoint whose failure was swallowed fails`() async throws {
        try await self.withThings { pool in
            try await pool.withTransaction { transaction in
                try ThingTable.insert(1, in: transaction)
                do {
                    try transaction.savepoint {
                        do { try ThingTable.insert(1, in: transaction) } catch {}
                    }
                } catch let error as PostgresError where error.code == .constraint {
                    try ThingTable.insert(2, in: transaction)
                }
            }
            #expect(try await ThingTable.ids(pool) == [1, 2])
        }
    }

    @Test func `a transaction that only reads can not write`() async throws {
        try await self.withThings { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction(.readOnly) { try ThingTable.insert(1, in: $0) }
            }
            #expect(error?.code == .readOnly)
        }
    }

    @Test func `a statement that takes too long is given up`() async throws {
        try await self.withThings { pool in
            let options = TransactionOptions(statementTimeout: .milliseconds(50))
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction(options) {
                    _ = try $0.execute("SELECT pg_sleep(60)")
                }
            }
            #expect(error?.code == .timeout)
            #expect(error?.sqlState == "57014")
            let count = try await pool.withTransaction { try $0.execute("SELECT 1").count }
            #expect(count == 1)
        }
    }

    @Test func `a deferred constraint is checked by the commit`() async throws {
        try await self.withThings { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction { transaction in
                    try transaction.execute(
                        "CREATE TABLE part (whole bigint CONSTRAINT whole_exists REFERENCES thing DEFERRABLE INITIALLY DEFERRED)"
                    )
                    try transaction.execute("INSERT INTO part VALUES (7)")
                }
            }
            #expect(error?.constraint == "whole_exists")
        }
    }
}
