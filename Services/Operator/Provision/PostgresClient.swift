import FoundationEssentials
import Subprocess

/// PostgreSQL's own client, `psql`.
///
/// For what no session of ours does: making a database, which no transaction can hold, and copying
/// rows to files.
struct PostgresClient: Sendable {
    private static let maximumOutputBytes = 256 * 1_024

    /// Server, user and database.
    let server: ServerURL

    /// What it prints for `script`.
    ///
    /// - Parameter advice: What its user can do where PostgreSQL refuses.
    func run(_ script: String, orElse advice: String) async throws -> String {
        let (_, password) = self.server.credentials
        let arguments = [
            "--no-psqlrc", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1",
            self.server.withoutPassword.description,
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
            throw OperatorFailure("PostgreSQL refused:\n\(result.standardOutput)", next: advice)
        }
        return result.standardOutput
    }
}
