import AMQP
import ServiceLifecycle
import Synchronization
import TestSupport

/// Limits that make faults show quickly.
let impatient = BrokerLimits(
    connectTimeout: .seconds(2),
    callTimeout: .seconds(2),
    sendTimeout: .seconds(1),
    drainTimeout: .seconds(5),
    backoff: Backoff(base: .milliseconds(20), limit: .milliseconds(200))
)

extension BrokerConnection {
    /// A connection for tests.
    convenience init(
        _ url: String,
        name: String = "test",
        heartbeat: Duration = .seconds(15),
        limits: BrokerLimits = impatient
    ) {
        self.init(
            BrokerConfiguration(
                url: url,
                connectionName: name,
                heartbeat: heartbeat,
                limits: limits
            )
        )
    }
}

extension OutboundMessage {
    /// A message straight into a queue.
    init(to queue: String, _ body: [UInt8], id: String? = nil) {
        self.init(
            exchange: "",
            routingKey: queue,
            properties: MessageProperties(messageID: id),
            body: body
        )
    }
}

extension Publisher {
    /// Publishes one message.
    func publish(_ message: OutboundMessage) async throws -> PublishOutcome? {
        try await self.publish([message]).first
    }
}

/// What a consumer has handled so far.
final class Inbox: Sendable {
    private let deliveries = Mutex<[Delivery]>([])

    var all: [Delivery] {
        self.deliveries.withLock { $0 }
    }

    var bodies: [[UInt8]] {
        self.all.map(\.body)
    }

    func acknowledge(_ batch: [Delivery]) -> [Settlement] {
        self.deliveries.withLock { $0 += batch }
        return batch.map { _ in .acknowledge }
    }
}

/// A queue that survives nothing and counts on nothing: the cheapest.
func classicQueue(_ name: String) -> TopologyStep {
    .declareQueue(name, [.durable])
}

func quorumQueue(_ name: String) -> TopologyStep {
    .declareQueue(name, [.durable], arguments: ["x-queue-type": "quorum"])
}

/// Four bytes that count.
func numbered(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
}
