import Postgres
import TestSupport
import Testing

@Suite(.requiresPostgres) struct TestDatabaseTests {
    private struct Refusal: Error {}

    @Test func `what one test writes another does not see`() async throws {
        try await withTestDatabase(migrations: [ThingTable.migration]) { mine in
            try await mine.pool.withTransaction { try ThingTable.insert(1, in: $0) }
            try await withTestDatabase(migrations: [ThingTable.migration]) { other in
                let ids = try await ThingTable.ids(other.pool)
                #expect(ids.isEmpty)
            }
        }
    }

    @Test func `a database is dropped, also after a failure`() async throws {
        try await withTestDatabase { database in
            let passed = try await withTestDatabase { $0.name }
            var failed = ""
            do {
                try await withTestDatabase { other in
                    failed = other.name
                    throw Refusal()
                }
            } catch is Refusal {}
            let names = [passed, failed]
            let count = try await database.pool.withTransaction { transaction in
                try transaction.execute(
                    "SELECT 1 FROM pg_database WHERE datname = ANY(\(names))"
                ).count
            }
            #expect(!failed.isEmpty)
            #expect(count == 0)
        }
    }

    @Test func `a service has the rights that the migrations grant`() async throws {
        let migration = Migration(
            name: "V0001_journal",
            sql: "create table journal (id bigint); grant select, insert on journal to ledger;"
        )
        try await withTestDatabase(schema: "ledger", migrations: [migration]) { database in
            try await database.pool.withTransaction {
                _ = try $0.execute("INSERT INTO journal VALUES (1)")
            }
            let error = await #expect(throws: PostgresError.self) {
                try await database.pool.withTransaction {
                    _ = try $0.execute("DELETE FROM journal")
                }
            }
            #expect(error?.sqlState == "42501")
        }
    }
}
