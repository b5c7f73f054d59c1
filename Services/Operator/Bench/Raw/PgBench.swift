import Foundation
import Subprocess
import SystemPackage

/// PostgreSQL's own load generator, against the suite's own server.
struct PgBench: Sendable {
    /// Where Debian's package postgresql-15 keeps it, and what the search path may have instead.
    static let path = "/usr/lib/postgresql/15/bin/pgbench"
    private static let maximumOutputBytes = 256 * 1_024

    /// The administrator's URL of the database.
    let database: ServerURL
    let schema: String

    /// Runs `script` with `clients` sessions.
    ///
    /// - Throws: ``OperatorFailure`` where it cannot be run, or ends before its time.
    func run(_ script: String, clients: Int, seconds: Int) async throws -> LoadResult {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "stockbook-bench-\(UUID().uuidString.lowercased())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        // What cannot be removed is left to the system, which empties its temporary folder.
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = try await self.output(of: script, clients, seconds, logs: folder)
        let output = try PgBenchOutput(text)
        var result = LoadResult()
        result.operations = output.transactions
        result.elapsed = .seconds(Double(output.transactions) / output.transactionsPerSecond)
        if output.failed > 0 { result.errors["failed transactions"] = output.failed }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let log = try Data(contentsOf: folder.appending(path: name))
            PgBenchLog.read(Array(log), into: &result.latencies)
        }
        return result
    }

    private func output(
        of script: String,
        _ clients: Int,
        _ seconds: Int,
        logs: URL
    ) async throws -> String {
        let (_, password) = self.database.credentials
        // More threads than cores drive no more clients.
        let threads = min(clients, ProcessInfo.processInfo.activeProcessorCount)
        let arguments = [
            "--no-vacuum", "--protocol=prepared", "--file=-", "--client=\(clients)",
            "--jobs=\(threads)", "--time=\(seconds)", "--log",
            "--log-prefix=\(logs.path)/log", self.database.withoutPassword.description,
        ]
        var environment = Subprocess.Environment.inherit.updating([
            "PGOPTIONS": "-c search_path=\(self.schema)"
        ])
        if !password.isEmpty {
            // Arguments are for everyone on this machine to see; the environment is not.
            environment = environment.updating(["PGPASSWORD": password])
        }
        let isThere = FileManager.default.isExecutableFile(atPath: Self.path)
        do {
            let result = try await Subprocess.run(
                isThere ? .path(FilePath(Self.path)) : .name("pgbench"),
                arguments: Arguments(arguments),
                environment: environment,
                input: .string(script),
                output: .string(limit: Self.maximumOutputBytes),
                error: .string(limit: Self.maximumOutputBytes)
            )
            guard result.terminationStatus.isSuccess else {
                throw OperatorFailure(
                    "pgbench failed:\n\(result.standardError)",
                    next: "./stockbook status shows whether PostgreSQL runs"
                )
            }
            return result.standardOutput
        } catch let error as SubprocessError {
            throw OperatorFailure(
                "pgbench cannot be run: \(error)",
                next: "apt-get install postgresql-15"
            )
        }
    }
}
