import Metrics
import ServiceLifecycle
import Synchronization

/// Hands the deliveries of a queue to a handler, batch by batch, or to a receiver, one by one.
///
/// The next batch is handed out when the handler has returned and its settlements are on their way, so
/// a slow handler holds back the broker at `prefetch` unsettled deliveries; so does a receiver that
/// takes nothing. After a lost connection or a deleted queue the consumer subscribes again, under a
/// new consumer tag.
package final class Consumer: Service, Sendable {
    /// Decides about each delivery, in the order given; what has no settlement is given back.
    package typealias Handler = @Sendable ([Delivery]) async -> [Settlement]

    private let connection: BrokerConnection
    private let subscription: Subscription
    /// `nil` where a receiver takes the deliveries.
    private let handler: Handler?
    private let id: ChannelID
    private let current = Mutex(ConsumerState.waiting)

    /// How many deliveries without acknowledgement may wait for the handler.
    package static let noAckBuffer = 10_000

    /// - Parameters:
    ///   - prefetch: Unsettled deliveries the broker sends ahead; at least two batches.
    ///   - isNoAck: The broker forgets what it delivers; settlements are ignored.
    ///   - setUp: Done before each subscription, as declaring and binding an exclusive reply queue.
    package init(
        _ connection: BrokerConnection,
        queue: String,
        prefetch: UInt16 = 500,
        batch: BatchPolicy = BatchPolicy(),
        isNoAck: Bool = false,
        setUp: [TopologyStep] = [],
        handler: @escaping Handler
    ) {
        self.connection = connection
        self.subscription = Subscription(
            queue: queue,
            prefetch: max(1, prefetch),
            batch: batch,
            isNoAck: isNoAck,
            setUp: setUp,
            noAckBuffer: Self.noAckBuffer
        )
        self.handler = handler
        self.id = connection.makeChannelID()
    }

    /// Hands deliveries to a receiver, which is cheaper and settles nothing but by taking.
    ///
    /// What it takes is acknowledged; what it does not take waits, with all that came later, until
    /// ``offerAgain()``.
    package init(
        _ connection: BrokerConnection,
        queue: String,
        prefetch: UInt16 = 500,
        isNoAck: Bool = false,
        setUp: [TopologyStep] = [],
        receiver: any DeliveryReceiver
    ) {
        self.connection = connection
        self.subscription = Subscription(
            queue: queue,
            prefetch: max(1, prefetch),
            batch: .immediate,
            isNoAck: isNoAck,
            setUp: setUp,
            noAckBuffer: Self.noAckBuffer,
            receiver: receiver
        )
        self.handler = nil
        self.id = connection.makeChannelID()
    }

    package var state: ConsumerState {
        self.current.withLock { $0 }
    }

    /// Consumes until a graceful shutdown, which handles and settles what has been delivered, or
    /// until cancellation, which leaves that to be delivered again.
    package func run() async throws {
        let id = self.id
        self.attach()
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await self.consume()
            } onGracefulShutdown: {
                // A connection that has ended has stopped its consumers.
                _ = self.connection.mailbox.post { loop in
                    loop.role(id, as: ConsumingChannel.self)?.stop()
                }
            }
        } onCancel: {
            // Likewise.
            _ = self.connection.mailbox.post { loop in
                loop.role(id, as: ConsumingChannel.self)?.abort()
            }
        }
    }

    /// Has what waits offered to the receiver again, which has room now.
    package func offerAgain() {
        // Every turn of the connection offers. One that has ended has nothing to offer.
        _ = self.connection.mailbox.post { _ in }
    }

    private func attach() {
        let subscription = self.subscription
        let id = self.id
        let onState: @Sendable (ConsumerState) -> Void = { [weak self] state in
            self?.current.withLock { $0 = state }
            let isSubscribed = state == .subscribed
            AMQPMetrics.subscribed(subscription.queue).record(isSubscribed ? 1 : 0)
        }
        let isAccepted = self.connection.mailbox.post { loop in
            loop.attach(ConsumingChannel(subscription, onState: onState), as: id)
        }
        if !isAccepted { onState(.ended) }
    }

    private func consume() async {
        guard let handler = self.handler else {
            // All is done on the connection's thread; here only the end is waited for.
            _ = await self.next(settling: nil)
            return
        }
        var settled: SettledBatch?
        while let deliveries = await self.next(settling: settled) {
            let settlements = await handler(deliveries)
            settled = self.subscription.isNoAck ? nil : SettledBatch(deliveries, settlements)
        }
    }

    /// `nil` when there will be no more.
    private func next(settling settled: SettledBatch?) async -> [Delivery]? {
        let id = self.id
        return await withCheckedContinuation { continuation in
            let isAccepted = self.connection.mailbox.post { loop in
                guard let channel = loop.role(id, as: ConsumingChannel.self) else {
                    continuation.resume(returning: nil)
                    return
                }
                channel.park(continuation, settling: settled)
            }
            if !isAccepted { continuation.resume(returning: nil) }
        }
    }
}

extension Consumer: CustomStringConvertible {
    package var description: String {
        "consumer of \(self.subscription.queue)"
    }
}

extension SettledBatch {
    /// - Precondition: `deliveries` is not empty; all are of one epoch.
    fileprivate init(_ deliveries: [Delivery], _ settlements: [Settlement]) {
        self.epoch = deliveries[0].tag.epoch
        self.settlements = deliveries.enumerated().map { index, delivery in
            let settlement = index < settlements.count ? settlements[index] : .giveBack
            return (delivery.tag.value, settlement)
        }
    }
}
