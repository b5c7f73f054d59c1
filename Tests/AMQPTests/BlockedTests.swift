import AMQP
import TestSupport
import Testing

struct BlockedTests {
    /// `connection.blocked` with the reason "memory" (RabbitMQ's extension; class 10, method 60).
    private static let blocked: [UInt8] =
        [1, 0, 0, 0, 0, 0, 11, 0, 10, 0, 60, 6] + Array("memory".utf8) + [0xCE]
    /// `connection.unblocked`.
    private static let unblocked: [UInt8] = [1, 0, 0, 0, 0, 0, 4, 0, 10, 0, 61, 0xCE]

    @Test func `a blocked connection publishes when it is unblocked`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withFaultProxy(to: host.url) { proxy in
                try await withRunning(BrokerConnection(proxy.url(host.url))) { connection in
                    let publisher = Publisher(connection)
                    let before = try await publisher.publish(OutboundMessage(to: "q", [1]))
                    proxy.inject(Self.blocked)
                    try await eventually("blocking") { connection.isBlocked }
                    #expect(connection.state == .blocked(reason: "memory"))
                    #expect(throws: AMQPError.self) {
                        try publisher.publishTransient([OutboundMessage(to: "q", [2])])
                    }

                    async let during = publisher.publish(OutboundMessage(to: "q", [3]))
                    // The connection still answers, and has nothing of the message.
                    for _ in 0..<5 {
                        #expect(try await connection.messageCount(of: "q") == 1)
                    }
                    proxy.inject(Self.unblocked)
                    let outcomes = try await [before, during]
                    #expect(outcomes == [.confirmed, .confirmed])
                    #expect(connection.isReady)
                }
            }
        }
    }
}
