import Postgres
import TestSupport
import Testing

@Suite(.requiresPostgres) struct MigratorTests {
    private static let first = ThingTable.migration
    private static let second = Migration(
        name: "V0002_remark",
        sql: "alter table thing add column remark text; insert into thing (id) values (7);"
    )

    private func run(
        _ migrations: [Migration],
        _ database: TestDatabase
    ) async throws -> [String] {
        try await Migrator(schema: "stock", migrations: migrations).run(database.administration)
    }

    private func pending(
        _ migrations: [Migration],
        _ database: TestDatabase
    ) async throws -> [String] {
        try await Migrator(schema: "stock", migrations: migrations)
            .pending(database.administration)
    }

    @Test func `what is missing is applied, once and in order`() async throws {
        try await withTestDatabase { database in
            let both = [Self.first, Self.second]
            let applied = [
                try await self.pending([Self.first], database),
                try await self.run([Self.first], database),
                try await self.pending(both, database),
                try await self.run(both, database),
                try await self.run(both, database),
                try await self.pending(both, database),
            ]
            let (one, two) = (["V0001_thing"], ["V0002_remark"])
            #expect(applied == [one, one, two, two, [], []])
        }
    }

    @Test func `a migration whose text changed is refused`() async throws {
        try await withTestDatabase { database in
            _ = try await self.run([Self.first], database)
            let changed = Migration(name: Self.first.name, sql: Self.first.sql + " ")
            await #expect(throws: MigrationError.changed(name: "V0001_thing")) {
                try await self.run([changed, Self.second], database)
            }
            #expect(try await self.pending([Self.first, Self.second], database).count == 1)
        }
    }

    @Test func `a schema that is ahead of the program is refused`() async throws {
        try await withTestDatabase { database in
            _ = try await self.run([Self.first, Self.second], database)
            await #expect(throws: MigrationError.unknown(name: "V0002_remark", position: 1)) {
                try await self.run([Self.first], database)
            }
        }
    }

    @Test func `a migration between others is refused`() async throws {
        try await withTestDatabase { database in
            _ = try await self.run([Self.first], database)
            await #expect(throws: MigrationError.unknown(name: "V0001_thing", position: 0)) {
                try await self.pending([Self.second, Self.first], database)
            }
        }
    }

    @Test func `a migration that fails leaves nothing, and those before it stay`() async throws {
        try await withTestDatabase { database in
            let broken = Migration(
                name: "V0002_broken",
                sql: "create table half (); select 1 / 0;"
            )
            await #expect(throws: PostgresError.self) {
                try await self.run([Self.first, broken], database)
            }
            let applied = try await self.run([Self.first, Self.second], database)
            #expect(applied == ["V0002_remark"])
            let tables = try await database.pool.withTransaction { transaction in
                try transaction.execute("SELECT 1 FROM pg_class WHERE relname = 'half'").count
            }
            #expect(tables == 0)
        }
    }

    @Test func `several at once apply each migration once`() async throws {
        try await withTestDatabase { database in
            let migrations =
                [Self.first]
                + (2...20).map { number in
                    Migration(name: "V\(number)", sql: "insert into thing (id) values (\(number))")
                }
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<4 { group.addTask { try await self.run(migrations, database) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == migrations.map(\.name).sorted())
        }
    }

    @Test func `a service may ask what is pending`() async throws {
        try await withTestDatabase(schema: "ledger", migrations: [Self.first]) { database in
            let migrator = Migrator(schema: "ledger", migrations: [Self.first, Self.second])
            let pending = try await migrator.pending(database.configuration)
            #expect(pending == ["V0002_remark"])
        }
    }
}
