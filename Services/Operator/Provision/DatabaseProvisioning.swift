import Contracts
import FoundationEssentials

/// Creates the database with its roles and schemas, and sets the passwords of the roles.
struct DatabaseProvisioning: Sendable {
    let suite: Suite

    func run() async throws {
        let found = try await self.psql(
            "SELECT 1 FROM pg_database WHERE datname = '\(Suite.database)';",
            in: "postgres"
        )
        if !found.contains("1") {
            _ = try await self.psql(
                "CREATE DATABASE \(Suite.database) TEMPLATE template0 ENCODING 'UTF8';",
                in: "postgres"
            )
        }
        let script = self.suite.folder.deployed("postgres/roles.sql")
        _ = try await self.psql("\\i '\(script)'\n\(try self.passwords())", in: Suite.database)
    }

    /// One statement per role; names and passwords are ours and need no quoting.
    private func passwords() throws -> String {
        try Suite.services.flatMap { ["\($0.schema)_owner", $0.schema] }.map { role in
            let password = try self.suite.folder.secret("role-\(role)")
            return "ALTER ROLE \(role) PASSWORD '\(password)';"
        }
        .joined(separator: "\n")
    }

    private func psql(_ script: String, in database: String) async throws -> String {
        let client = PostgresClient(server: self.suite.postgres.at(database))
        let user = self.suite.postgres.credentials.user
        return try await client.run(
            script,
            orElse: "check that \(user) of STOCKBOOK_POSTGRES_ADMIN_URL is an administrator"
        )
    }
}
