import AMQP
import Kernel

/// What the broker does for clients that use the AMQP module and nothing above it.
///
/// All clients share two connections, one to publish and one to consume, as those of a service do.
struct RawBroker: Sendable {
    static let bodyBytes = 400
    static let queue = "bench.quorum"
    static let requests = "bench.requests"
    static let replies = "bench.replies"
    static let subscribeTimeout = Duration.seconds(15)
    private static let pollPause = Duration.milliseconds(10)

    /// The administrator's URL of the scratch virtual host.
    let url: String
    let settings: BenchSettings

    func measure(_ measure: Measure, clients: Int) async throws -> LoadResult {
        let near = self.connection("near")
        let far = self.connection("far")
        return try await near.whileRunning {
            try await far.whileRunning {
                measure == .brokerPublish
                    ? try await self.publish(clients, near, far)
                    : try await self.request(clients, near, far)
            }
        }
    }

    /// Persistent messages to a quorum queue: confirmed, delivered, acknowledged.
    private func publish(
        _ clients: Int,
        _ near: BrokerConnection,
        _ far: BrokerConnection
    ) async throws -> LoadResult {
        try await near.perform([
            .declareQueue(Self.queue, [.durable], arguments: ["x-queue-type": .string("quorum")])
        ])
        let arrivals = Arrivals()
        let consumer = Consumer(far, queue: Self.queue, batch: .immediate) { deliveries in
            for delivery in deliveries { arrivals.arrive(delivery.properties.messageID ?? "") }
            return deliveries.map { _ in .acknowledge }
        }
        let publisher = Publisher(near)
        return try await self.run(clients, [consumer], arrivals) { name in
            let outcome = try await publisher.publish([
                OutboundMessage(
                    exchange: "",
                    routingKey: Self.queue,
                    properties: MessageProperties(messageID: name),
                    body: Self.body
                )
            ])
            guard outcome == [.confirmed] else { throw LoadFailure("publishing: \(outcome)") }
            try await arrivals.wait(for: name)
        }
    }

    /// Questions and answers over queues that end with their connection.
    private func request(
        _ clients: Int,
        _ near: BrokerConnection,
        _ far: BrokerConnection
    ) async throws -> LoadResult {
        let arrivals = Arrivals()
        let asking = Publisher(near)
        let answering = Publisher(far)
        let server = Consumer(
            far,
            queue: Self.requests,
            batch: .immediate,
            isNoAck: true,
            setUp: [.declareQueue(Self.requests, [.exclusive])]
        ) { deliveries in
            let answers = deliveries.map { delivery in
                self.transient(to: Self.replies, name: delivery.properties.messageID ?? "")
            }
            // A lost connection ends the operations of all who wait, and is counted there.
            try? answering.publishTransient(answers)
            return deliveries.map { _ in .acknowledge }
        }
        let client = Consumer(
            near,
            queue: Self.replies,
            batch: .immediate,
            isNoAck: true,
            setUp: [.declareQueue(Self.replies, [.exclusive])]
        ) { deliveries in
            for delivery in deliveries { arrivals.arrive(delivery.properties.messageID ?? "") }
            return deliveries.map { _ in .acknowledge }
        }
        return try await self.run(clients, [server, client], arrivals) { name in
            try asking.publishTransient([self.transient(to: Self.requests, name: name)])
            try await arrivals.wait(for: name)
        }
    }

    /// Runs the loop while `consumers` are subscribed.
    private func run(
        _ clients: Int,
        _ consumers: [Consumer],
        _ arrivals: Arrivals,
        _ operation: @escaping @Sendable (_ name: String) async throws -> Void
    ) async throws -> LoadResult {
        let loop = ClosedLoop(clients: clients, settings: self.settings)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for consumer in consumers { group.addTask { try await consumer.run() } }
            group.addTask {
                // Nobody waits for ever: what is not there by then is lost, and counted.
                try await Task.sleep(
                    for: Self.subscribeTimeout + loop.warmUp + loop.duration + ClosedLoop.grace
                )
                arrivals.end()
            }
            defer { group.cancelAll() }
            try await self.untilSubscribed(consumers)
            return try await loop.run { generator in
                try await operation(String(generator.next(), radix: 36))
            }
        }
    }

    private func untilSubscribed(_ consumers: [Consumer]) async throws {
        let deadline = ContinuousClock.now + Self.subscribeTimeout
        while !consumers.allSatisfy({ $0.state == .subscribed }) {
            guard ContinuousClock.now < deadline else {
                throw OperatorFailure(
                    "the broker's queues for the bench cannot be used: \(consumers.map(\.state))",
                    next: "./stockbook status shows whether RabbitMQ runs"
                )
            }
            try await Task.sleep(for: Self.pollPause)
        }
    }

    private func connection(_ side: String) -> BrokerConnection {
        BrokerConnection(BrokerConfiguration(url: self.url, connectionName: "bench \(side)"))
    }

    private func transient(to queue: String, name: String) -> OutboundMessage {
        OutboundMessage(
            exchange: "",
            routingKey: queue,
            isMandatory: false,
            properties: MessageProperties(messageID: name, isPersistent: false),
            body: Self.body
        )
    }

    private static let body = [UInt8](repeating: UInt8(ascii: "x"), count: Self.bodyBytes)
}
