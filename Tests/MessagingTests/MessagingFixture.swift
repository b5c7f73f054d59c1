import AMQP
import Contracts
import Postgres
import TestSupport

@testable import Messaging

/// The ledger's database and a virtual host with the topology of the house, both for one test.
struct MessagingFixture: Sendable {
    let database: TestDatabase
    let host: TestVirtualHost
    let consuming: BrokerConnection
    let publishing: BrokerConnection
    let publisher: Publisher

    var pool: PostgresPool { self.database.pool }

    func consumer(
        of queue: QueuePurpose = .commands,
        _ processor: any MessageProcessor,
        policy: RetryPolicy = RetryPolicy(),
        batch: BatchPolicy = BatchPolicy()
    ) -> QueueConsumer {
        QueueConsumer(
            service: .ledger,
            queue: queue,
            connection: self.consuming,
            publisher: self.publisher,
            processor: processor,
            policy: policy,
            batch: batch
        )
    }

    func processor(
        _ handler: any MessageHandler = EffectHandler()
    ) -> TransactionalProcessor {
        TransactionalProcessor(consumer: "test", handlers: [handler], database: self.pool)
    }

    func relay(
        service: ServiceName = .ledger,
        signal: OutboxSignal = OutboxSignal(),
        policy: RelayPolicy = .hasty
    ) -> OutboxRelay {
        OutboxRelay(
            service: service,
            database: self.pool,
            connection: self.publishing,
            publisher: self.publisher,
            policy: policy,
            signal: signal,
            load: OutboxLoad()
        )
    }

    func drainer() -> DeadLetterDrainer {
        DeadLetterDrainer(service: .ledger, connection: self.consuming, database: self.pool)
    }

    /// Publishes straight to an exchange, as another service's relay would.
    func send(_ messages: [OutboxMessage]) async throws {
        let outcomes = try await self.publisher.publish(
            messages.map { $0.outbound(source: "test") }
        )
        guard outcomes.allSatisfy({ $0 == .confirmed }) else { throw NotConfirmed(outcomes) }
    }

    func append(_ messages: [OutboxMessage]) async throws {
        try await self.pool.withTransaction { try Outbox.append(messages, in: $0) }
    }

    /// One number from one row.
    func count(_ statement: SQL) async throws -> Int {
        try await self.pool.withTransaction(.readOnly) { transaction in
            Int(try transaction.execute(statement)[0].decode(0, as: Int64.self))
        }
    }
}

/// What a test published was not taken.
struct NotConfirmed: Error {
    let outcomes: [PublishOutcome]

    init(_ outcomes: [PublishOutcome]) {
        self.outcomes = outcomes
    }
}

extension RelayPolicy {
    /// Looks often and forgives quickly.
    static var hasty: RelayPolicy {
        var policy = RelayPolicy()
        policy.poll = .milliseconds(20) ... .milliseconds(40)
        policy.hold = .milliseconds(100) ... .milliseconds(400)
        policy.census = .milliseconds(100)
        policy.reconnect = .milliseconds(50) ... .milliseconds(200)
        return policy
    }
}

/// How many tests use the broker at once: making a virtual host of replicated queues takes it long.
private let stages = Permits(2)

/// Runs `body` with the ledger's tables and topology, its waits divided by `haste`.
func withMessaging<Result: Sendable>(
    haste: Int64 = 50,
    through proxy: FaultProxy? = nil,
    _ body: (MessagingFixture) async throws -> Result
) async throws -> Result {
    var limits = TopologyLimits()
    limits.haste = haste
    limits.deliveries = 6
    let services = Topology.services.filter { $0.name == .ledger || $0.name == .catalog }
    let definitions = try Topology.definitions(of: .suite, limits: limits, services: services)
    await stages.acquire()
    defer { stages.release() }
    return try await withTestVirtualHost { host in
        try await host.importDefinitions(Array(definitions.utf8))
        return try await withTestDatabase(
            schema: "ledger",
            migrations: MessagingSchema.migrations + [EffectTable.migration]
        ) { database in
            let url = proxy?.url(host.url) ?? host.url
            let consuming = BrokerConnection(url, name: "test-consume")
            let publishing = BrokerConnection(url, name: "test-publish")
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

extension BrokerConnection {
    /// A connection that tries again soon.
    convenience init(_ url: String, name: String) {
        self.init(
            BrokerConfiguration(
                url: url,
                connectionName: name,
                limits: BrokerLimits(
                    backoff: Backoff(base: .milliseconds(20), limit: .milliseconds(200))
                )
            )
        )
    }
}
