import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// A connection to the broker that is made again whenever it is lost.
///
/// Runs on a thread of its own. Use two per process: one to publish and one to consume, because a
/// broker short of memory stops reading a publishing connection, acknowledgements included.
package final class BrokerConnection: Service, Sendable {
    package let configuration: BrokerConfiguration
    let mailbox = Mailbox()
    private let status = ConnectionStatus()
    private let nextChannel = Atomic<ChannelID>(0)
    private let hasStarted = Atomic<Bool>(false)

    package init(_ configuration: BrokerConfiguration) {
        self.configuration = configuration
    }

    /// Connects, and returns after a graceful shutdown or cancellation.
    ///
    /// A graceful shutdown waits for batches that are published or handled, within
    /// ``BrokerLimits/drainTimeout``.
    ///
    /// - Throws: ``AMQPError/Code/configuration`` when no retry can help.
    package func run() async throws {
        let wasStarted = self.hasStarted.exchange(true, ordering: .relaxed)
        precondition(!wasStarted, "a connection runs once")
        let logger = Logger.current
        let failure = await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await self.runThread(logger)
            } onGracefulShutdown: {
                self.mailbox.end(.graceful)
            }
        } onCancel: {
            self.mailbox.end(.immediate)
        }
        if let failure { throw failure }
    }

    package var state: ConnectionState {
        self.status.current
    }

    /// The present state and all that follow.
    ///
    /// Each call makes a stream of its own; a slow reader misses old states.
    package var states: AsyncStream<ConnectionState> {
        self.status.watch()
    }

    /// Whether the connection is up and the broker takes messages.
    package var isReady: Bool {
        if case .ready = self.state { true } else { false }
    }

    /// Whether the broker has asked for nothing to be published, being short of memory or disk.
    package var isBlocked: Bool {
        if case .blocked = self.state { true } else { false }
    }

    /// Declares or checks `steps` in order.
    ///
    /// Waits for the connection if it is down.
    ///
    /// - Throws: ``AMQPError/Code/topology`` with what the broker said; the steps before have been done.
    package func perform(
        _ steps: [TopologyStep],
        within limit: Duration = .seconds(30)
    ) async throws {
        _ = try await self.ask(steps, within: limit)
    }

    /// How many messages are ready in `queue`; unsettled deliveries do not count.
    ///
    /// - Throws: ``AMQPError/Code/topology`` when there is no such queue.
    package func messageCount(
        of queue: String,
        within limit: Duration = .seconds(30)
    ) async throws -> Int {
        try await self.ask([.requireQueue(queue)], within: limit)
    }

    /// Refuses to go on unless the broker has all of these.
    ///
    /// - Throws: ``AMQPError/Code/topology`` naming the first that is missing.
    package func requireTopology(
        exchanges: [String] = [],
        queues: [String] = [],
        within limit: Duration = .seconds(30)
    ) async throws {
        try await self.perform(
            exchanges.map { .requireExchange($0) } + queues.map { .requireQueue($0) },
            within: limit
        )
    }

    func makeChannelID() -> ChannelID {
        self.nextChannel.add(1, ordering: .relaxed).newValue
    }

    /// - Returns: The messages ready in the queue of the last step.
    private func ask(_ steps: [TopologyStep], within limit: Duration) async throws -> Int {
        let id = self.makeChannelID()
        return try await withCheckedThrowingContinuation { continuation in
            let isAccepted = self.mailbox.post { loop in
                let deadline = ContinuousClock.now + limit
                loop.attach(
                    TopologyChannel(steps, deadline: deadline, continuation: continuation),
                    as: id
                )
            }
            if !isAccepted {
                continuation.resume(throwing: AMQPError(.closed, "the connection has ended"))
            }
        }
    }

    private func runThread(_ logger: Logger) async -> AMQPError? {
        await withCheckedContinuation { continuation in
            let configuration = self.configuration
            let mailbox = self.mailbox
            let status = self.status
            Thread.detachNewThread {
                Thread.current.name = configuration.connectionName
                let loop = ConnectionLoop(
                    configuration,
                    mailbox: mailbox,
                    status: status,
                    logger: logger
                )
                continuation.resume(returning: loop.run())
            }
        }
    }
}

extension BrokerConnection: CustomStringConvertible {
    package var description: String {
        "broker connection \(self.configuration.connectionName)"
    }
}
