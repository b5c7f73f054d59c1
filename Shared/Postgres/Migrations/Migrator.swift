import Kernel

/// Brings a schema to the newest of a list of migrations, forward only.
///
/// Each migration and its row in the table `migration` are one transaction. Any number of
/// processes may run at once: they take turns under an advisory lock.
package struct Migrator: Sendable {
    private let schema: String
    private let migrations: [Migration]

    /// Marks the advisory locks of migrations; the letters "migr".
    private static let lockCategory: Int32 = 0x6D69_6772
    /// How long to wait for another process that migrates.
    private static let turnTimeout: Duration = .seconds(60)
    /// How long one statement of a migration may take, as far as a longer one is not configured.
    private static let statementTimeout: Duration = .seconds(600)

    package init(schema: String, migrations: [Migration]) {
        let names = Set(migrations.map(\.name))
        precondition(names.count == migrations.count, "every migration has a name of its own")
        self.schema = schema
        self.migrations = migrations
    }

    /// Applies what is missing and returns the names of what it applied.
    ///
    /// Makes the schema where there is none.
    ///
    /// - Throws: ``MigrationError`` where the schema is not a prefix of the list, and
    ///   ``PostgresError``. The migrations before the one that failed stay applied.
    package func run(_ configuration: PostgresConfiguration) async throws -> [String] {
        var configuration = configuration
        configuration.schema = self.schema
        configuration.statementTimeout = max(
            configuration.statementTimeout,
            Migrator.statementTimeout
        )
        let lockTimeout = configuration.lockTimeout
        return try await PostgresSession.with(configuration) { session in
            var applied: [String] = []
            while let name = try await self.applyNext(lockTimeout: lockTimeout, on: session) {
                applied.append(name)
            }
            return applied
        }
    }

    /// The names of what ``run(_:)`` would apply, which it leaves as it is.
    ///
    /// - Throws: As ``run(_:)``.
    package func pending(_ configuration: PostgresConfiguration) async throws -> [String] {
        var configuration = configuration
        configuration.schema = self.schema
        return try await PostgresSession.with(configuration) { session in
            try await session.withTransaction(.readOnly) { transaction in
                try self.missing(in: transaction).map(\.name)
            }
        }
    }

    private func applyNext(
        lockTimeout: Duration,
        on session: PostgresSession
    ) async throws -> String? {
        try await session.withTransaction { transaction in
            try self.takeTurn(lockTimeout: lockTimeout, in: transaction)
            try self.prepare(in: transaction)
            guard let next = try self.missing(in: transaction).first else { return nil }
            try transaction.execute(script: next.sql)
            try transaction.execute(
                """
                INSERT INTO \(identifier: self.schema).migration (name, digest)
                VALUES (\(next.name), \(next.digest))
                """
            )
            return next.name
        }
    }

    /// Waits until no other process migrates this schema.
    private func takeTurn(
        lockTimeout: Duration,
        in transaction: borrowing Transaction
    ) throws {
        let patience = Migrator.turnTimeout.wholeMilliseconds
        try transaction.pipeline([
            SQL(verbatim: "SET LOCAL lock_timeout = \(patience)"),
            """
            SELECT pg_advisory_xact_lock(\(Migrator.lockCategory), hashtext(\(self.schema)))
            """,
            SQL(verbatim: "SET LOCAL lock_timeout = \(lockTimeout.wholeMilliseconds)"),
        ])
    }

    /// Makes the schema and its table of migrations where they are missing.
    private func prepare(in transaction: borrowing Transaction) throws {
        // `IF NOT EXISTS` asks for the right to create schemas even where there is one.
        let schemas = try transaction.execute(
            "SELECT 1 FROM pg_namespace WHERE nspname = \(self.schema)"
        )
        if schemas.isEmpty {
            try transaction.execute("CREATE SCHEMA \(identifier: self.schema)")
        }
        guard try !self.hasTable(in: transaction) else { return }
        try transaction.execute(
            script: """
                create table \(SQL.quoted(self.schema)).migration (
                    position bigint generated always as identity primary key,
                    name text not null constraint migration_runs_once unique,
                    digest text not null,
                    applied_at timestamptz not null default now()
                );
                comment on table \(SQL.quoted(self.schema)).migration is
                    'One row per step that the schema has taken, in their order.';
                grant select on \(SQL.quoted(self.schema)).migration to public;
                """
        )
    }

    /// What is left of the list after what the schema has.
    private func missing(in transaction: borrowing Transaction) throws -> [Migration] {
        guard try self.hasTable(in: transaction) else { return self.migrations }
        let rows = try transaction.execute(
            "SELECT name, digest FROM \(identifier: self.schema).migration ORDER BY position"
        )
        for (position, row) in rows.enumerated() {
            let name: String = try row.decode("name")
            guard position < self.migrations.count, self.migrations[position].name == name else {
                throw MigrationError.unknown(name: name, position: position)
            }
            guard try row.decode("digest") == self.migrations[position].digest else {
                throw MigrationError.changed(name: name)
            }
        }
        return Array(self.migrations.dropFirst(rows.count))
    }

    private func hasTable(in transaction: borrowing Transaction) throws -> Bool {
        let rows = try transaction.execute(
            """
            SELECT 1
            FROM pg_class
            JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = \(self.schema) AND relname = 'migration'
            """
        )
        return !rows.isEmpty
    }
}
