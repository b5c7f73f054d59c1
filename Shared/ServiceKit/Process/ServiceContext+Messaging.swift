import AMQP
import Configuration
import Contracts
package import Messaging
import ServiceLifecycle

/// ## Configuration keys
/// - `assertion.key` (hexadecimal, required by services that answer, secret): the key derived for
///   this service, by which it knows that a principal was vouched for by the gateway.
/// - `operations.concurrency` (int, default 64, 1...4096): requests worked on at once.
/// - `consumer.prefetch` (int, default 500, 1...10000): messages a consumer holds at once.
/// - `consumer.batch` (int, default 50, 1...500): messages handled in one transaction.
extension ServiceContext {
    /// Answers the gateway, each operation in a transaction of its own.
    package func operationServer(_ operations: [any Operation]) throws -> OperationServer {
        try self.operationServer(
            handler: TransactionalOperations(operations, database: self.database)
        )
    }

    /// Answers the gateway by another way of handling.
    package func operationServer(handler: any OperationHandler) throws -> OperationServer {
        let digits = try self.configuration.secretKey(
            "assertion.key",
            minimumBytes: AssertionKey.minimumLength
        )
        guard let key = AssertionKey(bytes: digits) else {
            throw ConfigurationError.missing("assertion.key")
        }
        return OperationServer(
            service: self.name,
            connection: self.broker.consuming,
            publisher: self.broker.publisher,
            handler: handler,
            assertionKey: key,
            concurrency: try self.configuration.integer(
                "operations.concurrency",
                default: 64,
                in: 1...4_096
            )
        )
    }

    /// Handles the messages of a work queue, a batch in one transaction.
    package func consumer(
        of queue: QueuePurpose,
        handlers: [any MessageHandler]
    ) throws -> QueueConsumer {
        let processor = TransactionalProcessor(
            consumer: self.name.queue(queue),
            handlers: handlers,
            database: self.database
        )
        return try self.consumer(of: queue, processor: processor)
    }

    /// Handles the messages of a work queue by another way of processing.
    ///
    /// - Parameters:
    ///   - prefetch: Messages held at once, unless configured.
    ///   - batch: Messages handed to the processor at once, unless configured.
    package func consumer(
        of queue: QueuePurpose,
        processor: any MessageProcessor,
        prefetch: Int = 500,
        batch: Int = 50
    ) throws -> QueueConsumer {
        let link = queue.virtualHost == .suite ? self.broker : self.ingress
        guard let link else {
            preconditionFailure("\(self.name.rawValue) takes no ingress in the topology")
        }
        let reader = self.configuration
        let prefetch = try reader.integer("consumer.prefetch", default: prefetch, in: 1...10_000)
        let batch = try reader.integer("consumer.batch", default: batch, in: 1...500)
        return QueueConsumer(
            service: self.name,
            queue: queue,
            connection: link.consuming,
            publisher: link.publisher,
            processor: processor,
            prefetch: UInt16(prefetch),
            batch: BatchPolicy(maximumCount: batch, maximumWait: .milliseconds(5))
        )
    }

    /// What every service runs so that its messages leave and its dead letters are seen.
    ///
    /// Relays come first, and so stop after everything that writes to the outbox.
    func messagingServices() -> [any Service] {
        var services: [any Service] = self.links.map { link in
            OutboxRelay(
                service: self.name,
                host: link.host,
                database: self.database,
                connection: link.publishing,
                publisher: link.publisher
            )
        }
        services.append(InboxPruner(database: self.database))
        let topology = Topology.service(self.name)
        for link in self.links where topology?.workQueues(in: link.host).isEmpty == false {
            services.append(
                DeadLetterDrainer(
                    service: self.name,
                    host: link.host,
                    connection: link.consuming,
                    database: self.database
                )
            )
        }
        return services
    }
}
