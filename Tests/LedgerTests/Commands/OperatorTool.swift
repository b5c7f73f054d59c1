import Contracts
import Foundation
import Kernel
import Messaging
import Postgres
import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import Ledger
@testable import Operator

/// The programs as people start them, for the ledger of a test.
struct OperatorTool {
    /// What a program has said, and how it ended.
    struct Answer {
        let status: TerminationStatus
        let output: String
        let error: String
    }

    private let ledger: LedgerBench
    private let state: URL

    /// Runs `body` with a state folder as the launcher fills it.
    ///
    /// - Parameter gateway: The URL of the gateway; `nil` where none is asked.
    static func with(
        _ ledger: LedgerBench,
        gateway: String? = nil,
        _ body: (OperatorTool) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { state in
            let secrets = [
                "role-ledger", "role-ledger_owner", "broker-\(ServiceName.ledger.brokerUser)",
            ]
            var files = Dictionary(uniqueKeysWithValues: secrets.map { ("secrets/\($0)", "any") })
            files["secrets/assertion-key"] = RandomSecret.make()
            files["ports/ledger-admin"] = "1"
            if let port = gateway.flatMap({ URLComponents(string: $0)?.port }) {
                files["ports/gateway"] = String(port)
                files["secrets/operator-api-key"] = "sbk_test"
            }
            for folder in ["bin", "ports", "secrets"] {
                try FileManager.default.createDirectory(
                    at: state.appending(path: folder),
                    withIntermediateDirectories: true
                )
            }
            for (name, text) in files {
                try text.write(to: state.appending(path: name), atomically: true, encoding: .utf8)
            }
            try FileManager.default.createSymbolicLink(
                atPath: state.appending(path: "bin/ledger").path(),
                withDestinationPath: BuildFolder.program("ledger")
            )
            try await body(OperatorTool(ledger: ledger, state: state))
        }
    }

    /// What `stockbookctl` answers, which works with the rights of a role.
    func run(_ arguments: [String], as role: String = "ledger_owner") async throws -> Answer {
        try await self.run(
            BuildFolder.program("stockbookctl"),
            arguments,
            [
                "STOCKBOOK_STATE": self.state.path(),
                "STOCKBOOK_POSTGRES_ADMIN_URL": try self.server(as: role),
                "STOCKBOOK_BROKER_ADMIN_URL": "amqp://nobody@127.0.0.1:1",
                "STOCKBOOK_BROKER_API_URL": "http://nobody@127.0.0.1:1",
            ]
        )
    }

    /// What the program of the ledger answers, told where its owner's database is or not.
    func runLedger(_ arguments: [String], knowsDatabase: Bool = true) async throws -> Answer {
        let owner = self.ledger.database.ownerConfiguration(of: "ledger")
        return try await self.run(
            BuildFolder.program("ledger"),
            arguments,
            knowsDatabase ? ["STOCKBOOK_MIGRATION_URL": owner.url] : [:]
        )
    }

    private func run(
        _ program: String,
        _ arguments: [String],
        _ variables: [String: String]
    ) async throws -> Answer {
        let result = try await Subprocess.run(
            .path(FilePath(program)),
            arguments: Arguments(arguments),
            environment: .exactly(variables.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }),
            output: .string(limit: 1_048_576),
            error: .string(limit: 1_048_576)
        )
        return Answer(
            status: result.terminationStatus,
            output: result.standardOutput,
            error: result.standardError
        )
    }

    /// The URL of the server, which leads whoever derives another from it to the database of the test: what
    /// stands behind the question mark goes before the rest (PostgreSQL 15, section 34.1.1.2).
    private func server(as role: String) throws -> String {
        let url =
            role == "ledger_owner"
            ? self.ledger.database.ownerConfiguration(of: "ledger").url
            : self.ledger.database.configuration(for: "ledger").url
        var parts = try #require(URLComponents(string: url))
        parts.queryItems =
            (parts.queryItems ?? []) + [
                URLQueryItem(name: "dbname", value: self.ledger.database.name),
                URLQueryItem(name: "user", value: parts.user),
            ] + (parts.password.map { [URLQueryItem(name: "password", value: $0)] } ?? [])
        return try #require(parts.string)
    }
}
