package import AMQP
package import Contracts
import ServiceLifecycle

/// Takes the messages of one work queue, hands them to a processor and settles them.
///
/// A message is acknowledged only when its effects are committed, or when a copy of it is confirmed
/// in a retry tier or the dead-letter queue; a crash in between makes a duplicate, which the inbox
/// recognizes.
package final class QueueConsumer: SubscribingService, CustomStringConvertible {
    package let description: String
    private let consumer: Consumer

    /// - Parameters:
    ///   - connection: To the virtual host of the queue.
    ///   - publisher: To the same one, on another connection: a blocked one stops reading, too.
    ///   - prefetch: Messages held by this process at once.
    package init(
        service: ServiceName,
        queue: QueuePurpose,
        connection: BrokerConnection,
        publisher: Publisher,
        processor: any MessageProcessor,
        policy: RetryPolicy = RetryPolicy(),
        prefetch: UInt16 = 500,
        batch: BatchPolicy = BatchPolicy(maximumCount: 50, maximumWait: .milliseconds(5))
    ) {
        let name = service.queue(queue)
        let pipeline = ConsumerPipeline(
            copies: MessageCopy(service: service, queue: name),
            isIngress: queue == .ingress,
            publisher: publisher,
            processor: processor,
            policy: policy
        )
        var batch = batch
        batch.suspectDeliveries = policy.suspectDeliveries
        self.description = "Consumer of \(name)"
        self.consumer = Consumer(
            connection,
            queue: name,
            prefetch: prefetch,
            batch: batch,
            handler: { await pipeline.handle($0) }
        )
    }

    package var subscription: ConsumerState { self.consumer.state }

    package func run() async throws {
        try await self.consumer.run()
    }
}
