import Postgres
import TestSupport
import Testing

@Suite(.requiresPostgres) struct PipelineTests {
    private func withThings(_ body: (PostgresPool) async throws -> Void) async throws {
        try await withTestDatabase(migrations: [ThingTable.migration]) { try await body($0.pool) }
    }

    @Test(arguments: [0, 1, 1_000, 2_500])
    func `results come in the order of the statements`(count: Int) async throws {
        try await self.withThings { pool in
            let numbers = try await pool.withTransaction { transaction in
                try transaction.pipeline((0..<count).map { "SELECT \($0)" })
                    .map { try $0[0].decode(0, as: Int.self) }
            }
            #expect(numbers == Array(0..<count))
        }
    }

    @Test func `statements that read come in order, and one that fails leaves the session whole`()
        async throws
    {
        try await self.withThings { pool in
            let rows = try await pool.read(["SELECT \(1)", "SELECT \(2)", "SELECT \(3)"])
            #expect(try rows.map { try $0[0].decode(0, as: Int.self) } == [1, 2, 3])
            let error = await #expect(throws: PostgresError.self) {
                try await pool.read(["SELECT \(1)", "SELECT 1 / \(0)", "SELECT \(3)"])
            }
            #expect(error?.sqlState == "22012")
            #expect(try await pool.read("SELECT \(4)")[0].decode(0, as: Int.self) == 4)
        }
    }

    /// More than the buffers of both sockets and of libpq hold, in both directions at once.
    @Test func `megabytes both ways do not get stuck`() async throws {
        try await self.withThings { pool in
            let block = [UInt8](repeating: 7, count: 1 << 20)
            let lengths = try await pool.withTransaction { transaction in
                try transaction.pipeline(
                    (0..<24).map { _ in "SELECT \(block) || \(block) AS block" }
                )
                .map { try $0[0].decode("block", as: [UInt8].self).count }
            }
            #expect(lengths == Array(repeating: 2 << 20, count: 24))
        }
    }

    @Test func `after a failure nothing more is run`() async throws {
        try await self.withThings { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction { transaction in
                    try transaction.pipeline([
                        "INSERT INTO thing VALUES (1)",
                        "SELECT 1 / \(0)",
                        "INSERT INTO thing VALUES (2)",
                        "SELECT broken",
                    ])
                }
            }
            #expect(error?.sqlState == "22012")
            let ids = try await ThingTable.ids(pool)
            #expect(ids.isEmpty)
        }
    }

    @Test func `a failed pipeline in a savepoint is undone`() async throws {
        try await self.withThings { pool in
            try await pool.withTransaction { transaction in
                do {
                    try transaction.savepoint {
                        _ = try transaction.pipeline([
                            "INSERT INTO thing VALUES (1)", "SELECT 1 / \(0)", "SELECT 3",
                        ])
                    }
                } catch let error as PostgresError where error.code == .server {
                    try transaction.pipeline([
                        "INSERT INTO thing VALUES (2)", "INSERT INTO thing VALUES (3)",
                    ])
                }
            }
            #expect(try await ThingTable.ids(pool) == [2, 3])
        }
    }

    @Test func `more parameters than the protocol counts are refused`() async throws {
        try await self.withThings { pool in
            let list = (0...65_535).map { "\($0)" as SQL }.joined(separator: ",")
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction {
                    _ = try $0.execute("SELECT 1 WHERE 1 IN (\(fragment: list))")
                }
            }
            #expect(error?.code == .server)
        }
    }
}
