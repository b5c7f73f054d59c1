import AMQP
import Synchronization
import TestSupport
import Testing

struct PublishAndConsumeTests {
    @Test func `a confirmed message reaches its consumer`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([.declareQueue("q", [.durable])])
            let connection = BrokerConnection(
                BrokerConfiguration(url: host.url, connectionName: "test")
            )
            let received = Mutex<[[UInt8]]>([])
            let consumer = Consumer(connection, queue: "q") { deliveries in
                received.withLock { $0 += deliveries.map(\.body) }
                return deliveries.map { _ in .acknowledge }
            }
            try await withRunning([connection, consumer]) {
                let publisher = Publisher(connection)
                let outcomes = try await publisher.publish([
                    OutboundMessage(exchange: "", routingKey: "q", body: [1, 2, 3])
                ])
                #expect(outcomes == [.confirmed])
                try await eventually("delivery") { received.withLock { $0 } == [[1, 2, 3]] }
            }
        }
    }
}
