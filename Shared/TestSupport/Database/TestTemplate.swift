import FoundationEssentials
import Postgres

/// A migrated database that tests copy theirs from, which is faster than migrating each.
///
/// Its name says what is in it, so that other migrations make another template and processes
/// share what they have in common.
struct TestTemplate {
    let server: TestServer
    let schemas: [TestSchema]
    let name: String
    private let roles: String

    /// Held by whoever makes a template; the letters "tmpl".
    private static let lock = AdvisoryLock(category: 0x746D_706C, key: 1)

    /// - Throws: Where `deploy/postgres/roles.sql` cannot be read.
    init(server: TestServer, schemas: [TestSchema]) throws {
        self.server = server
        self.schemas = schemas
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        self.roles = try String(
            contentsOf: root.appending(path: "deploy/postgres/roles.sql"),
            encoding: .utf8
        )
        let content =
            [self.roles] + schemas.flatMap { [$0.name] + $0.migrations.map { $0.name + $0.digest } }
        let migration = Migration(name: "", sql: content.joined(separator: "\n"))
        self.name = "stockbook_template_\(migration.digest.prefix(16))"
    }

    /// Makes the template unless it is there.
    func make(on session: PostgresSession) async throws {
        if try await self.exists(on: session) { return }
        try await session.execute(
            script: "SELECT pg_advisory_lock(\(TestTemplate.lock.sqlArguments))"
        )
        do {
            if try await !self.exists(on: session) { try await self.build(on: session) }
            try await session.unlock(TestTemplate.lock)
        } catch {
            try await session.unlock(TestTemplate.lock)
            throw error
        }
    }

    private func exists(on session: PostgresSession) async throws -> Bool {
        try await session.withTransaction { transaction in
            let rows = try transaction.execute(
                "SELECT 1 FROM pg_database WHERE datname = \(self.name)"
            )
            return !rows.isEmpty
        }
    }

    /// Builds under another name, so that a template that is there is complete.
    private func build(on session: PostgresSession) async throws {
        let draft = "\(self.name)_draft"
        try await session.execute(script: "DROP DATABASE IF EXISTS \(draft) WITH (FORCE)")
        try await session.execute(script: "CREATE DATABASE \(draft)")
        let administrator = self.server.configuration(database: draft, schema: nil, role: nil)
        try await PostgresSession.with(administrator) { session in
            try await session.execute(script: self.roles)
        }
        for schema in self.schemas {
            let owner = self.server.configuration(
                database: draft,
                schema: schema.name,
                role: schema.owner
            )
            let migrator = Migrator(schema: schema.name, migrations: schema.migrations)
            _ = try await migrator.run(owner)
        }
        try await session.execute(script: "ALTER DATABASE \(draft) RENAME TO \(self.name)")
    }
}

extension AdvisoryLock {
    fileprivate var sqlArguments: String { "\(self.category), \(self.key)" }
}
