import AsyncHTTPClient
import Contracts
import FoundationEssentials
import Logging
import Messaging
import NIOCore
import NIOHTTP1
import Postgres
import ServiceKit
import ServiceLifecycle
import TestSupport
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a test where `STOCKBOOK_TEST_AMQP` names no broker.
    static var requiresBroker: Self {
        .enabled(
            if: ProcessInfo.processInfo.environment["STOCKBOOK_TEST_AMQP"] != nil,
            "STOCKBOOK_TEST_AMQP names no broker"
        )
    }
}

/// A database and a virtual host for one process under test.
struct Surroundings: Sendable {
    var postgres: String
    var broker: String

    static func with(
        migrations: [Migration] = MessagingSchema.migrations,
        hasTopology: Bool = true,
        _ body: (Surroundings) async throws -> Void
    ) async throws {
        try await withTestDatabase(schema: "ledger", migrations: migrations) { database in
            try await withTestVirtualHost { host in
                if hasTopology {
                    try await host.importDefinitions(Array(Topology.definitions(of: .suite).utf8))
                }
                try await body(
                    Surroundings(postgres: database.configuration.url, broker: host.url)
                )
            }
        }
    }

    /// Runs a ledger that has only what every service has, and `body` beside it.
    func run(
        _ order: StopOrder,
        _ body: @Sendable (ProcessUnderTest) async throws -> Void
    ) async throws {
        let log = try TemporaryFile()
        let observability = Observability(
            service: .ledger,
            logLevel: .info,
            tracing: TracingConfiguration(),
            output: log.output
        )
        let configuration = try ServiceConfiguration(environment: [
            "STOCKBOOK_POSTGRES_URL": self.postgres,
            "STOCKBOOK_BROKER_URL": self.broker,
            "STOCKBOOK_ADMIN_PORT": "0",
            "STOCKBOOK_ASSERTION_KEY": String(repeating: "ab", count: 32),
        ])
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let assembly = try StopOrder.$current.withValue(order) {
            try ServiceAssembly<BareLedger>(configuration, observability) { port in
                continuation.yield(port)
            }
        }
        let group = ServiceGroup(
            services: [ClosureService { try await assembly.run() }],
            logger: observability.logger
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { continuation.finish() }
                try await group.run()
            }
            for await port in ports {
                try await body(ProcessUnderTest(port: port, group: group))
                break
            }
            try await tasks.waitForAll()
        }
    }
}

/// A process that runs while a test looks at it.
struct ProcessUnderTest: Sendable {
    let port: Int
    let group: ServiceGroup

    func stop() async {
        await self.group.triggerGracefulShutdown()
    }

    func isReady() async throws -> Bool {
        try await self.status("/readyz") == 200
    }

    func readiness() async throws -> String {
        let response = try await self.get("/readyz")
        return String(buffer: try await response.body.collect(upTo: 65_536))
    }

    func status(_ path: String) async throws -> Int {
        let response = try await self.get(path)
        _ = try await response.body.collect(upTo: 65_536)
        return Int(response.status.code)
    }

    private func get(_ path: String) async throws -> HTTPClientResponse {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(self.port)\(path)")
        return try await HTTPClient.shared.execute(request, timeout: .seconds(5))
    }
}
