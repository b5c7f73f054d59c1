import AMQP
import Synchronization

/// A durable queue of a majority, which is what survives a broker.
func quorumQueue(_ name: String, _ arguments: [String: FieldValue] = [:]) -> TopologyStep {
    let type: [String: FieldValue] = ["x-queue-type": "quorum"]
    return .declareQueue(name, [.durable], arguments: type.merging(arguments) { _, own in own })
}

extension OutboundMessage {
    /// A message straight into a queue, with a number as its identifier.
    init(_ number: Int, to queue: String) {
        self.init(
            exchange: "",
            routingKey: queue,
            properties: MessageProperties(messageID: "\(number)", isPersistent: true),
            body: Array("\(number)".utf8)
        )
    }
}

extension BrokerConnection {
    /// A connection that notices soon that something is wrong.
    convenience init(watchful url: String, name: String, heartbeat: Duration = .seconds(15)) {
        self.init(
            BrokerConfiguration(
                url: url,
                connectionName: name,
                heartbeat: heartbeat,
                limits: BrokerLimits(
                    connectTimeout: .seconds(5),
                    callTimeout: .seconds(5),
                    sendTimeout: .seconds(1),
                    drainTimeout: .seconds(5),
                    backoff: Backoff(base: .milliseconds(20), limit: .milliseconds(200))
                )
            )
        )
    }
}

/// The numbers of messages that a consumer has taken, each as often as it came.
final class Taken: Sendable {
    private let numbers = Mutex<[Int: Int]>([:])

    var distinct: Set<Int> { Set(self.numbers.withLock { $0.keys }) }

    func count(of number: Int) -> Int { self.numbers.withLock { $0[number] ?? 0 } }

    @Sendable func acknowledge(_ deliveries: [Delivery]) -> [Settlement] {
        self.numbers.withLock { numbers in
            for delivery in deliveries {
                let number = delivery.properties.messageID.flatMap { Int($0) } ?? -1
                numbers[number, default: 0] += 1
            }
        }
        return deliveries.map { _ in .acknowledge }
    }
}
