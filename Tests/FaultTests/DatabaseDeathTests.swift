import AMQP
import Foundation
import Messaging
import Postgres
import ServiceLifecycle
import TestSupport
import Testing

/// Failures of the database server itself.
@Suite(
    .serialized,
    .requiresPostgres,
    .enabled(if: PrivatePostgres.isInstalled),
    .enabled(if: LongRuns.areAsked, "starts servers of its own: ./stockbook test --long"),
    .timeLimit(.minutes(3))
)
struct DatabaseDeathTests {
    private static let messages = 400

    @Test(arguments: [SIGINT, SIGKILL])
    func `db_restart_57P01: work goes on where it was, and nothing is doubled`(
        signal: Int32
    ) async throws {
        try await PrivatePostgres.run { server in
            try await withMessaging(on: server.server) { fixture in
                let services: [any Service] = [
                    fixture.relay(), fixture.consumer(fixture.processor()), fixture.drainer(),
                ]
                try await withRunning(services) {
                    try await fixture.append(
                        try (0..<Self.messages).map { try OutboxMessage.command($0) }
                    )
                    try await eventually("first effects") {
                        try await fixture.count("SELECT count(*) FROM effect") > 20
                    }
                    try await server.stop(signal)
                    try await server.start()
                    try await eventually("all effects", within: .seconds(60)) {
                        try await self.effects(in: fixture).count >= Self.messages
                    }
                    // A message may have its effect before the relay has read that it was taken.
                    try await eventually("an empty outbox") {
                        try await self.waiting(in: fixture) == 0
                    }
                }
                let numbers = try await self.effects(in: fixture)
                #expect(numbers.sorted() == Array(0..<Self.messages))
                #expect(try await fixture.letters().isEmpty)
            }
        }
    }

    /// The effects, once the database can be asked again.
    private func effects(in fixture: MessagingFixture) async throws -> [Int] {
        do {
            return try await EffectTable.numbers(in: fixture.database)
        } catch let error as PostgresError where error.isTransient {
            return []
        }
    }

    /// How many messages wait in the outbox, once the database can be asked again.
    private func waiting(in fixture: MessagingFixture) async throws -> Int? {
        do {
            return try await fixture.count("SELECT count(*) FROM outbox")
        } catch let error as PostgresError where error.isTransient {
            return nil
        }
    }

    @Test func `tls_wrong_host, expired, downgrade: a database that proves nothing is refused`()
        async throws
    {
        try await PrivatePostgres.run { server in
            try await withTemporaryFolder { folder in
                for flaw in Certificate.Flaw.allCases {
                    let certificate = try await Certificate.make(flaw, in: folder)
                    let file = try self.copy(certificate.file, to: server)
                    let key = try self.copy(certificate.keyFile, to: server)
                    try await self.configure(
                        server,
                        [
                            "ssl_cert_file = '\(file)'", "ssl_key_file = '\(key)'", "ssl = on",
                        ]
                    )
                    try await self.expect(server, certificate, isTrusted: flaw == .none)
                }
                let certificate = try await Certificate.make(in: folder)
                let file = try self.copy(certificate.file, to: server)
                let key = try self.copy(certificate.keyFile, to: server)
                try await self.configure(
                    server,
                    [
                        "ssl_cert_file = '\(file)'", "ssl_key_file = '\(key)'",
                        "ssl_min_protocol_version = 'TLSv1'",
                        "ssl_max_protocol_version = 'TLSv1.1'",
                    ]
                )
                try await self.expect(server, certificate, isTrusted: false)
                try await self.configure(server, ["ssl = off"])
                try await self.expect(server, certificate, isTrusted: false)
            }
        }
    }

    private func copy(_ file: String, to server: PrivatePostgres) throws -> String {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        return try server.write(text, to: URL(filePath: file).lastPathComponent)
    }

    private func configure(_ server: PrivatePostgres, _ settings: [String]) async throws {
        try await PostgresSession.with(PostgresConfiguration(url: server.url)) { session in
            for setting in settings {
                try await session.execute(script: "ALTER SYSTEM SET \(setting)")
            }
        }
        let before = try await self.configuredAt(server)
        try await PostgresSession.with(PostgresConfiguration(url: server.url)) { session in
            try await session.execute(script: "SELECT pg_reload_conf()")
        }
        try await eventually("the settings are in force") {
            try await self.configuredAt(server) != before
        }
    }

    /// When a new session's server last read its settings.
    private func configuredAt(_ server: PrivatePostgres) async throws -> String {
        try await PostgresSession.with(PostgresConfiguration(url: server.url)) { session in
            try await session.withTransaction { transaction in
                try transaction.execute("SELECT pg_conf_load_time()::text")[0].decode(0)
            }
        }
    }

    /// Asks whether a careful client gets in.
    private func expect(
        _ server: PrivatePostgres,
        _ certificate: Certificate,
        isTrusted: Bool
    ) async throws {
        let careful = "\(server.url)?sslmode=verify-full&sslrootcert=\(certificate.file)"
        var getsIn = true
        do {
            try await PostgresSession.with(PostgresConfiguration(url: careful)) { session in
                try await session.execute(script: "SELECT 1")
            }
        } catch let error as PostgresError where error.code == .connection {
            getsIn = false
        }
        #expect(getsIn == isTrusted, "\(certificate.file)")
    }
}
