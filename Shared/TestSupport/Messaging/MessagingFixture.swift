package import AMQP
import Contracts
import Messaging
package import Postgres

/// The ledger's database and a virtual host with the topology of the house, both for one test.
package struct MessagingFixture: MessagingProcess {
    package let database: TestDatabase
    package let host: TestVirtualHost
    package let consuming: BrokerConnection
    package let publishing: BrokerConnection
    package let publisher: Publisher

    package var pool: PostgresPool { self.database.pool }

    /// Where another process finds the same database and virtual host.
    package var address: ProcessAddress {
        ProcessAddress(
            broker: self.host.url,
            database: self.database.configuration.url,
            schema: self.database.configuration.schema
        )
    }
}

/// How many tests use the broker at once: making a virtual host of replicated queues takes it long.
private let stages = Permits(2)

/// Runs `body` with the ledger's tables and topology, its waits divided by `haste`.
///
/// - Parameters:
///   - deliveries: How often the broker delivers a message before it gives up on it.
///   - brokerProxy: What stands between this process and the broker.
///   - server: Another database server than that of all tests.
package func withMessaging<Result: Sendable>(
    haste: Int64 = 50,
    deliveries: Int64 = 6,
    through brokerProxy: FaultProxy? = nil,
    on server: TestServer? = .configured,
    migrations: [Migration] = [],
    _ body: (MessagingFixture) async throws -> Result
) async throws -> Result {
    var limits = TopologyLimits()
    limits.haste = haste
    limits.deliveries = deliveries
    let services = Topology.services.filter { $0.name == .ledger || $0.name == .catalog }
    let definitions = try Topology.definitions(of: .suite, limits: limits, services: services)
    await stages.acquire()
    defer { stages.release() }
    return try await withTestVirtualHost { host in
        try await host.importDefinitions(Array(definitions.utf8))
        let schema = TestSchema(
            name: "ledger",
            migrations: MessagingSchema.migrations + [EffectTable.migration] + migrations
        )
        return try await withTestDatabase(schemas: [schema], on: server) { database in
            let url = brokerProxy?.url(host.url) ?? host.url
            let consuming = BrokerConnection(hasty: url, name: "test-consume")
            let publishing = BrokerConnection(hasty: url, name: "test-publish")
            let fixture = MessagingFixture(
                database: database,
                host: host,
                consuming: consuming,
                publishing: publishing,
                publisher: Publisher(publishing, limits: PublisherLimits(timeout: .seconds(10)))
            )
            return try await withRunning([consuming, publishing]) {
                try await eventually("connections") { consuming.isReady && publishing.isReady }
                return try await body(fixture)
            }
        }
    }
}
