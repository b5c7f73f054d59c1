import AMQP
import AsyncHTTPClient
import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import ServiceKit
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// A gateway that listens on a port of its own, over the tables of one test.
struct GatewayBench: Sendable {
    let database: TestDatabase
    let configuration: GatewayConfiguration
    let services: OperationClient
    let http: HTTPClient
    let contract: AnswerContract
    let port: Int

    var base: String {
        "\(self.configuration.tls == nil ? "http" : "https")://127.0.0.1:\(self.port)"
    }

    /// Starts a gateway and stops it after `body`.
    static func run(
        _ configuration: GatewayConfiguration,
        on database: TestDatabase,
        asking services: OperationClient,
        http: HTTPClient = .shared,
        _ body: (GatewayBench) async throws -> Void
    ) async throws {
        let audit = AuditTrail(database: database.pool)
        let listening = ListeningPort()
        let server = try GatewayServer(
            configuration,
            database: database.pool,
            client: services,
            audit: audit
        ) { port in listening.port = port }
        let group = ServiceGroup(
            services: [audit, server],
            logger: Logger(label: "gateway") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let outcome: Result<Void, any Error>
            do {
                try await eventually("the gateway listens") { listening.port != nil }
                try await body(
                    GatewayBench(
                        database: database,
                        configuration: configuration,
                        services: services,
                        http: http,
                        contract: AnswerContract(),
                        port: listening.port ?? 0
                    )
                )
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try outcome.get()
        }
    }

    /// Runs another gateway on the same tables: what a restart, or a second replica, finds.
    func besideAnother(_ body: (GatewayBench) async throws -> Void) async throws {
        try await GatewayBench.run(
            self.configuration,
            on: self.database,
            asking: self.services,
            body
        )
    }
}

/// Where a server listens, once it does.
private final class ListeningPort: Sendable {
    private let value = Mutex<Int?>(nil)

    var port: Int? {
        get { self.value.withLock { $0 } }
        set { self.value.withLock { $0 = newValue } }
    }
}

extension GatewayConfiguration {
    static let testKey = String(repeating: "5a", count: 32)

    /// What a gateway has that is told no more than it must be; patient with signing in.
    static func standard(_ further: [String: String] = [:]) throws -> GatewayConfiguration {
        let environment = [
            "STOCKBOOK_HTTP_PORT": "0", "STOCKBOOK_ASSERTION_KEY": self.testKey,
            "STOCKBOOK_SIGNIN_RATE_BURST": "1000",
        ].merging(further) { $1 }
        return try GatewayConfiguration(
            reader: ServiceConfiguration(environment: environment).reader
        )
    }
}

/// Runs `body` with a gateway that knows no services.
///
/// - Parameters:
///   - settings: Environment variables.
///   - bodyTime: How long a body may take to arrive.
///   - idleTime: How long a connection may be open between requests.
func withGateway(
    _ settings: [String: String] = [:],
    bodyTime: Duration? = nil,
    idleTime: Duration? = nil,
    http: HTTPClient = .shared,
    _ body: (GatewayBench) async throws -> Void
) async throws {
    var configuration = try GatewayConfiguration.standard(settings)
    if let bodyTime { configuration.limits.bodyTime = bodyTime }
    if let idleTime { configuration.limits.idleTime = idleTime }
    let nowhere = BrokerConnection(
        BrokerConfiguration(url: "amqp://127.0.0.1:1/", connectionName: "nowhere")
    )
    let services = OperationClient(
        consuming: nowhere,
        publishing: nowhere,
        masterKey: configuration.assertionKey
    )
    try await withTestDatabase(schema: "gateway", migrations: GatewayService.migrations) {
        database in
        try await GatewayBench.run(
            configuration,
            on: database,
            asking: services,
            http: http,
            body
        )
    }
}
