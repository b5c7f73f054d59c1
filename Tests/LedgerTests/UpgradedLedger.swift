import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Runs `body` on a ledger that was older than a migration, had rows, and is up to date now.
///
/// - Parameters:
///   - name: The migration, the first that it had not.
///   - rows: A script that the superuser runs before the migration.
func withUpgradedLedger(
    to name: String,
    from rows: String,
    _ body: (TestDatabase) async throws -> Void
) async throws {
    let index = try #require(LedgerMigrations.all.firstIndex { $0.name == name })
    let older = Array(LedgerMigrations.all[..<index])
    try await withTestDatabase(
        schemas: [TestSchema(name: "ledger", migrations: older)]
    ) { database in
        try await PostgresSession.with(database.administration) { session in
            try await session.execute(script: rows)
        }
        let migrator = Migrator(schema: "ledger", migrations: LedgerMigrations.all)
        #expect(try await migrator.run(database.administration).first == name)
        try await body(database)
    }
}
