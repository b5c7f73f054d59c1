import Kernel
import Postgres
import TestSupport
import Testing

@Suite(.requiresPostgres) struct TestDatabaseTests {
    @Test func `a test has a database of its own`() async throws {
        try await withTestDatabase(
            migrations: [
                Migration(name: "V0001_thing", sql: "create table thing (id bigint, name text);")
            ]
        ) { database in
            let rows = try await database.pool.withTransaction { transaction in
                try transaction.execute("INSERT INTO thing VALUES (\(1), \("a"))")
                try transaction.savepoint {
                    _ = try transaction.execute("INSERT INTO thing VALUES (\(2), \(""))")
                }
                return try transaction.execute("SELECT id, name FROM thing ORDER BY id")
            }
            #expect(rows.count == 2)
            #expect(try rows[1].decode("name", as: String.self) == "")
        }
    }
}
