import AMQP
import TestSupport
import Testing

/// What RabbitMQ 3.10.8 does not survive (rabbitmq-server#5927).
struct ConsumerTagTests {
    private static let rounds = 10
    /// `basic.consume` (AMQP 0-9-1, class 60, method 20).
    private static let consume: [UInt8] = [0, 60, 0, 20]

    @Test func `consumer_tag_reuse_never: each subscription has a tag of its own`() async throws {
        try await withTestVirtualHost { host in
            try await withBrokerProxy { proxy in
                proxy.record(.toServer)
                let connection = BrokerConnection(watchful: proxy.url(host.url), name: "consuming")
                try await host.declare([quorumQueue("tagged")])
                try await withRunning(connection) { connection in
                    let messages = (0..<100).map { OutboundMessage($0, to: "tagged") }
                    _ = try await Publisher(connection).publish(messages)
                    for _ in 0..<Self.rounds {
                        let delivered = Gate()
                        let consumer = Consumer(connection, queue: "tagged", batch: .immediate) {
                            delivered.open()
                            // In flight until the subscription ends.
                            try? await Task.sleep(for: .seconds(60))
                            return $0.map { _ in .giveBack }
                        }
                        try await withRunning(consumer) { _ in
                            try await eventually("delivery") { delivered.isOpen }
                        }
                    }
                    #expect(connection.state == .ready(epoch: 1))
                }
                let tags = self.consumerTags(in: proxy.recording(of: .toServer))
                #expect(tags.count == Self.rounds)
                #expect(Set(tags).count == tags.count)
            }
        }
    }

    /// The tags of every `basic.consume`: after two reserved bytes and the name of the queue.
    private func consumerTags(in bytes: [UInt8]) -> [String] {
        var tags: [String] = []
        for start in bytes.indices.dropLast(8)
        where bytes[start..<start + 4].elementsEqual(Self.consume) {
            let queue = start + 6
            let tag = queue + 1 + Int(bytes[queue])
            guard tag < bytes.count, tag + 1 + Int(bytes[tag]) <= bytes.count else { continue }
            let text = bytes[tag + 1..<tag + 1 + Int(bytes[tag])]
            tags.append(String(decoding: text, as: UTF8.self))
        }
        return tags
    }
}
