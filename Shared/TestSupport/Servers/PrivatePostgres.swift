import Foundation
package import Postgres

/// A PostgreSQL that one test has for itself.
package struct PrivatePostgres: Sendable {
    private static let programs = "/usr/lib/postgresql/15/bin"
    private static let startLimit = Duration.seconds(60)

    /// Whether this machine has the server's programs.
    package static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: "\(Self.programs)/postgres")
    }

    package let port: Int
    private let folder: PrivateFolder
    private let process: PrivateProcess

    package var url: String { "postgresql://postgres@127.0.0.1:\(self.port)/postgres" }

    package var server: TestServer { TestServer(url: self.url) }

    /// - Parameter prepare: Fills the folder of the data, whose name it is given.
    private init(
        in folder: URL,
        _ prepare: (PrivateFolder, String) async throws -> Void
    ) async throws {
        self.port = try await PrivateFolder.freePort()
        self.folder = try PrivateFolder(in: folder, account: "postgres")
        let data = self.folder.data.appending(path: "cluster").path(percentEncoded: false)
        let settings = [
            "port=\(self.port)", "listen_addresses=127.0.0.1", "unix_socket_directories=",
            // Only the machine could lose what is not written, and it does not stop here.
            "fsync=off",
        ]
        self.process = PrivateProcess(
            "postgres",
            in: self.folder,
            command: ["\(Self.programs)/postgres", "-D", data]
                + settings.flatMap { ["-c", $0] }
        )
        try await prepare(self.folder, data)
    }

    /// Starts the server and waits until it answers.
    package func start() async throws {
        try await self.process.start()
        try await eventually("PostgreSQL answers", within: Self.startLimit) {
            // It refuses to start while a session of a killed server is left.
            if !self.process.isAlive { try await self.process.start() }
            do {
                try await PostgresSession.with(self.administration) { session in
                    try await session.execute(script: "SELECT 1")
                }
                return true
            } catch is PostgresError {
                return false
            }
        }
    }

    /// An administrator's access, to a standby as well.
    package var administration: PostgresConfiguration {
        var configuration = self.server.administration
        configuration.traits = .acceptsStandby
        return configuration
    }

    /// Ends the server: by SIGINT it tells its sessions 57P01, by SIGKILL nothing.
    package func stop(_ signal: Int32 = SIGINT) async throws {
        try await self.process.end(signal)
    }

    /// Writes a file into the server's folder, and says where it is.
    package func write(_ text: String, to name: String) throws -> String {
        try self.folder.write(text, to: name)
        return self.folder.data.appending(path: name).path(percentEncoded: false)
    }

    /// Runs `body` with a running server, which is gone afterwards.
    package static func run<Value: Sendable>(
        _ body: (PrivatePostgres) async throws -> Value
    ) async throws -> Value {
        try await Self.run(body) { folder, data in
            try await folder.run(
                [
                    "\(Self.programs)/initdb", "--pgdata", data, "--username", "postgres",
                    "--auth", "trust", "--no-sync", "--encoding", "UTF8", "--locale", "C.UTF-8",
                ]
            )
        }
    }

    /// Runs `body` with a streaming standby of this server, which is gone afterwards.
    package func withStandby<Value: Sendable>(
        _ body: (PrivatePostgres) async throws -> Value
    ) async throws -> Value {
        try await Self.run(body) { folder, data in
            try await folder.run(
                [
                    "\(Self.programs)/pg_basebackup", "--pgdata", data, "--host", "127.0.0.1",
                    "--port", "\(self.port)", "--username", "postgres", "--write-recovery-conf",
                    "--checkpoint", "fast", "--no-sync",
                ]
            )
        }
    }

    private static func run<Value: Sendable>(
        _ body: (PrivatePostgres) async throws -> Value,
        preparedBy prepare: (PrivateFolder, String) async throws -> Void
    ) async throws -> Value {
        try await withTemporaryFolder { folder in
            let server = try await PrivatePostgres(in: folder, prepare)
            do {
                try await server.start()
                let value = try await body(server)
                try await server.process.end(SIGKILL)
                return value
            } catch {
                try await server.process.end(SIGKILL)
                throw error
            }
        }
    }
}
