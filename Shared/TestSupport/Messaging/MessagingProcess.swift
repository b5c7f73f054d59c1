package import AMQP
package import Contracts
package import Messaging
package import Postgres

/// What one process of the ledger has in hand: a database and two connections to the broker.
package protocol MessagingProcess: Sendable {
    var pool: PostgresPool { get }
    var consuming: BrokerConnection { get }
    var publishing: BrokerConnection { get }
    var publisher: Publisher { get }
}

extension MessagingProcess {
    package func consumer(
        of queue: QueuePurpose = .commands,
        _ processor: any MessageProcessor,
        policy: RetryPolicy = RetryPolicy(),
        prefetch: UInt16 = 500,
        batch: BatchPolicy = BatchPolicy()
    ) -> QueueConsumer {
        QueueConsumer(
            service: .ledger,
            queue: queue,
            connection: self.consuming,
            publisher: self.publisher,
            processor: processor,
            policy: policy,
            prefetch: prefetch,
            batch: batch
        )
    }

    package func processor(
        _ handler: any MessageHandler = EffectHandler()
    ) -> TransactionalProcessor {
        TransactionalProcessor(consumer: "test", handlers: [handler], database: self.pool)
    }

    package func relay(
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

    package func drainer() -> DeadLetterDrainer {
        DeadLetterDrainer(service: .ledger, connection: self.consuming, database: self.pool)
    }

    package func client(key: AssertionKey = .ofTests) -> OperationClient {
        OperationClient(
            consuming: self.consuming,
            publishing: self.publishing,
            masterKey: key
        )
    }

    package func server(
        _ handler: any OperationHandler,
        concurrency: Int = 64
    ) -> OperationServer {
        OperationServer(
            service: .ledger,
            connection: self.consuming,
            publisher: self.publisher,
            handler: handler,
            assertionKey: AssertionKey.ofTests.derived(for: .ledger),
            concurrency: concurrency
        )
    }

    /// Publishes straight to an exchange, as another service's relay would.
    package func send(_ messages: [OutboxMessage]) async throws {
        let outcomes = try await self.publisher.publish(
            messages.map { $0.outbound(source: "test") }
        )
        guard outcomes.allSatisfy({ $0 == .confirmed }) else { throw NotConfirmed(outcomes) }
    }

    package func append(_ messages: [OutboxMessage]) async throws {
        try await self.pool.withTransaction { try Outbox.append(messages, in: $0) }
    }

    /// One number from one row.
    package func count(_ statement: SQL) async throws -> Int {
        try await self.pool.withTransaction(.readOnly) { transaction in
            Int(try transaction.execute(statement)[0].decode(0, as: Int64.self))
        }
    }

    /// The open dead letters, the latest first.
    package func letters() async throws -> [StoredDeadLetter] {
        try await self.pool.withTransaction(.readOnly) { transaction in
            try DeadLetters.list(DeadLetterFilter(), in: transaction)
        }
    }
}

/// What a test published was not taken.
package struct NotConfirmed: Error {
    package let outcomes: [PublishOutcome]

    init(_ outcomes: [PublishOutcome]) {
        self.outcomes = outcomes
    }
}

extension AssertionKey {
    /// The master key of tests.
    package static var ofTests: AssertionKey {
        guard let key = AssertionKey(bytes: [UInt8](repeating: 1, count: 32)) else {
            preconditionFailure("32 bytes make a key")
        }
        return key
    }
}

extension RelayPolicy {
    /// Looks often and forgives quickly.
    package static var hasty: RelayPolicy {
        var policy = RelayPolicy()
        policy.poll = .milliseconds(20) ... .milliseconds(40)
        policy.hold = .milliseconds(100) ... .milliseconds(400)
        policy.census = .milliseconds(100)
        policy.reconnect = .milliseconds(50) ... .milliseconds(200)
        return policy
    }
}

extension BrokerConnection {
    /// A connection that tries again soon.
    package convenience init(hasty url: String, name: String) {
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
