import Postgres
import TestSupport
import Testing

@Suite(.requiresPostgres) struct PostTests {
    private struct Refusal: Error {}

    private func withThings(_ body: (PostgresPool) async throws -> Void) async throws {
        try await withTestDatabase(migrations: [ThingTable.migration]) { try await body($0.pool) }
    }

    private func insertion(of id: Int) -> SQL { "INSERT INTO thing (id) VALUES (\(id))" }

    @Test func `what is posted alone is committed`() async throws {
        try await self.withThings { pool in
            try await pool.withTransaction { try $0.post(self.insertion(of: 1)) }
            #expect(try await ThingTable.ids(pool) == [1])
        }
    }

    @Test func `the next statement sees what was posted before it`() async throws {
        try await self.withThings { pool in
            let count = try await pool.withTransaction { transaction in
                try transaction.post(self.insertion(of: 1))
                try transaction.post(self.insertion(of: 2))
                return try transaction.execute("SELECT count(*) FROM thing")[0]
                    .decode(0, as: Int64.self)
            }
            #expect(count == 2)
        }
    }

    @Test func `a posted statement that fails leaves nothing of its transaction`() async throws {
        try await self.withThings { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction { transaction in
                    try ThingTable.insert(1, in: transaction)
                    try transaction.post(self.insertion(of: 1))
                }
            }
            #expect(error?.constraint == "thing_is_unique")
            #expect(try await ThingTable.ids(pool).isEmpty)
            // The session goes on.
            try await pool.withTransaction { try $0.post(self.insertion(of: 2)) }
            #expect(try await ThingTable.ids(pool) == [2])
        }
    }

    @Test func `what a savepoint posted is undone with it`() async throws {
        try await self.withThings { pool in
            try await pool.withTransaction { transaction in
                try transaction.post(self.insertion(of: 1))
                do {
                    try transaction.savepoint {
                        try transaction.post(self.insertion(of: 2))
                        throw Refusal()
                    }
                } catch is Refusal {}
                do {
                    try transaction.savepoint {
                        try ThingTable.insert(3, in: transaction)
                        try transaction.post(self.insertion(of: 4))
                        throw Refusal()
                    }
                } catch is Refusal {}
            }
            #expect(try await ThingTable.ids(pool) == [1])
        }
    }

    @Test func `one statement is read without a transaction around it`() async throws {
        try await self.withThings { pool in
            try await pool.withTransaction { try $0.post(self.insertion(of: 1)) }
            let rows = try await pool.read("SELECT id FROM thing")
            #expect(try rows.map { try $0.decode("id", as: Int.self) } == [1])
            let error = await #expect(throws: PostgresError.self) {
                _ = try await pool.read("SELECT 1 / 0")
            }
            #expect(error?.sqlState == "22012")
            #expect(try await pool.read("SELECT 1")[0].decode(0, as: Int32.self) == 1)
        }
    }
}
