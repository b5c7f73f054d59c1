import Postgres
import TestSupport
import Testing

@Suite(.requiresPostgres) struct PreparedStatementTests {
    private func withOneSession(
        statements: Int = 256,
        _ body: (PostgresPool) async throws -> Void
    ) async throws {
        try await withTestDatabase(migrations: [ThingTable.migration]) { database in
            var configuration = database.configuration
            configuration.maximumConnections = 1
            configuration.maximumStatements = statements
            let pool = PostgresPool(configuration)
            try await withPool(pool) { try await body(pool) }
        }
    }

    @Test func `a statement survives a change of its table`() async throws {
        try await self.withOneSession { pool in
            #expect(try await self.columns(pool) == 2)
            try await pool.withTransaction {
                _ = try $0.execute("ALTER TABLE thing ADD COLUMN remark text")
            }
            #expect(try await self.columns(pool) == 3)
        }
    }

    @Test func `a statement survives that the server forgot it`() async throws {
        try await self.withOneSession { pool in
            #expect(try await self.columns(pool) == 2)
            try await pool.withTransaction { try $0.execute(script: "deallocate all") }
            #expect(try await self.columns(pool) == 2)
        }
    }

    @Test func `the server keeps no more statements than the session`() async throws {
        try await self.withOneSession(statements: 10) { pool in
            try await pool.withTransaction { transaction in
                for number in 1...200 { try transaction.execute(SQL(verbatim: "SELECT \(number)")) }
            }
            let count = try await pool.withTransaction { transaction in
                try transaction.execute("SELECT count(*) FROM pg_prepared_statements")[0]
                    .decode(0, as: Int.self)
            }
            #expect(count <= 12)
        }
    }

    @Test func `a statement that does not parse leaves the session whole`() async throws {
        try await self.withOneSession { pool in
            for _ in 1...2 {
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.withTransaction { _ = try $0.execute("SELEC 1") }
                }
                #expect(error?.sqlState == "42601")
            }
            let columns = try await self.columns(pool)
            #expect(columns == 2)
        }
    }

    private func columns(_ pool: PostgresPool) async throws -> Int {
        try await pool.withTransaction { transaction in
            try transaction.execute("DELETE FROM thing")
            try ThingTable.insert(1, in: transaction)
            let row = try transaction.execute("SELECT * FROM thing")[0]
            var count = 0
            do {
                while true {
                    _ = try row.decode(count, as: Anything.self)
                    count += 1
                }
            } catch { return count }
        }
    }

    /// Reads any column, to count them.
    private struct Anything: PostgresValue {
        static let postgresType = PostgresType.unknown
        static let null: Anything? = Anything()
        static func accepts(_ type: PostgresType) -> Bool { true }
        static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Anything? { Anything() }
        func encode(into bytes: inout [UInt8]) {}
    }
}
