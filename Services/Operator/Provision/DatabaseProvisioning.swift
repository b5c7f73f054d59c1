import Contracts
import FoundationEssentials
import Subprocess

/// Creates the database with its roles and schemas, and sets the passwords of the roles.
struct DatabaseProvisioning: Sendable {
    private static let maximumOutputBytes = 256 * 1_024

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

    /// What PostgreSQL's own client prints for `script`.
    ///
    /// The client and not a session of ours, because a database is not created in a transaction.
    private func psql(_ script: String, in database: String) async throws -> String {
        let (user, password) = self.suite.postgres.credentials
        let url = self.suite.postgres.at(database).withoutPassword
        let arguments = [
            "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1",
            url.description,
        ]
        var environment = Subprocess.Environment.inherit.updating([
            "PGCONNECT_TIMEOUT": "10",
            "PGOPTIONS": "-c client_min_messages=warning",
        ])
        if !password.isEmpty {
            // Arguments are for everyone on this machine to see; the environment is not.
            environment = environment.updating(["PGPASSWORD": password])
        }
        let result = try await Subprocess.run(
            .name("psql"),
            arguments: Arguments(arguments),
            environment: environment,
            input: .string(script),
            output: .string(limit: Self.maximumOutputBytes),
            error: .combinedWithOutput
        )
        guard result.terminationStatus.isSuccess else {
            throw OperatorFailure(
                "PostgreSQL refused:\n\(result.standardOutput)",
                next: "check that \(user) of STOCKBOOK_POSTGRES_ADMIN_URL is an administrator"
            )
        }
        return result.standardOutput
    }
}
