import AMQP
import Foundation
import Kernel
import Synchronization
import TestSupport
import Testing

struct PublisherTests {
    @Test func `each message of a batch has its own outcome`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withRunning(BrokerConnection(host.url)) { connection in
                let publisher = Publisher(connection)
                let outcomes = try await publisher.publish([
                    OutboundMessage(to: "q", [1]), OutboundMessage(to: "nowhere", [2]),
                    OutboundMessage(to: "q", [3]), OutboundMessage(to: "nowhere", [4]),
                ])
                let unroutable = PublishOutcome.unroutable(code: 312, text: "NO_ROUTE")
                #expect(outcomes == [.confirmed, unroutable, .confirmed, unroutable])
                #expect(try await host.depth(of: "q") == 2)
            }
        }
    }

    @Test func `queue_full_nack: a full queue refuses and the rest is stored`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("full"), classicQueue("q")])
            try await host.setPolicy(
                "small",
                pattern: "^full$",
                ["max-length": 3, "overflow": "reject-publish"]
            )
            try await withRunning(BrokerConnection(host.url)) { connection in
                let publisher = Publisher(connection)
                // A policy takes effect a moment after it was set.
                try await eventually("refusal") {
                    let full = (0..<10).map { _ in OutboundMessage(to: "full", [0]) }
                    let others = (0..<10).map { _ in OutboundMessage(to: "q", [0]) }
                    let outcomes = try await publisher.publish(full + others)
                    #expect(outcomes.suffix(10).allSatisfy { $0 == .confirmed })
                    return outcomes.prefix(10).contains(.refused)
                }
            }
        }
    }

    @Test func `exchange_missing: its channel is closed and no other`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withRunning(BrokerConnection(host.url)) { connection in
                let clumsy = Publisher(connection)
                let other = Publisher(connection)
                let before = try await other.publish(OutboundMessage(to: "q", [1]))
                let lost = try await clumsy.publish(
                    OutboundMessage(exchange: "missing", routingKey: "", body: [])
                )
                let after = try await other.publish(OutboundMessage(to: "q", [2]))
                let reopened = try await clumsy.publish(OutboundMessage(to: "q", [3]))
                #expect([before, lost] == [.confirmed, .indeterminate])
                #expect([after, reopened] == [.confirmed, .confirmed])
                #expect(connection.state == .ready(epoch: 1))
            }
        }
    }

    @Test func `oversized_headers: what is too large is refused before the wire`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withRunning(BrokerConnection(host.url)) { connection in
                let publisher = Publisher(connection)
                var oversized = OutboundMessage(to: "q", [1])
                oversized.properties.headers = ["h": .bytes([UInt8](repeating: 0, count: 70_000))]
                let batch = [OutboundMessage(to: "q", [0]), oversized]
                await #expect(throws: AMQPError.self) { try await publisher.publish(batch) }
                let long = OutboundMessage(to: String(repeating: "k", count: 300), [1])
                await #expect(throws: AMQPError.self) { try await publisher.publish([long]) }

                oversized.properties.headers = ["h": .bytes([UInt8](repeating: 0, count: 65_500))]
                let outcome = try await publisher.publish(oversized)
                let depth = try await host.depth(of: "q")
                #expect(outcome == .confirmed)
                #expect(depth == 1)
                #expect(connection.state == .ready(epoch: 1))
            }
        }
    }

    @Test func `a transient message comes back when it reaches nobody`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withRunning(BrokerConnection(host.url)) { connection in
                let returned = Mutex<[String?]>([])
                let publisher = Publisher(connection) { message in
                    returned.withLock { $0.append(message.properties.correlationID) }
                }
                try await eventually("readiness") { connection.isReady }
                var request = OutboundMessage(to: "nowhere", [1])
                request.properties.correlationID = "c-1"
                try publisher.publishTransient([OutboundMessage(to: "q", [0]), request])
                try await eventually("return") { returned.withLock { $0 } == ["c-1"] }
                #expect(try await host.depth(of: "q") == 1)
            }
        }
    }

    @Test func `a publisher without a connection says so`() async throws {
        let connection = BrokerConnection("amqp://127.0.0.1:1")
        let publisher = Publisher(connection, limits: PublisherLimits(timeout: .milliseconds(100)))
        let message = OutboundMessage(to: "q", [1])
        #expect(throws: AMQPError.self) { try publisher.publishTransient([message]) }
        try await withRunning(connection) { _ in
            let error = await #expect(throws: AMQPError.self) {
                try await publisher.publish([message])
            }
            #expect(error?.code == .timeout)
        }
        let error = await #expect(throws: AMQPError.self) { try await publisher.publish([message]) }
        #expect(error?.code == .closed)
    }

    @Test func `a URL that cannot work ends the service`() async throws {
        let error = await #expect(throws: AMQPError.self) {
            try await BrokerConnection("amqps://broker/suite").run()
        }
        #expect(error?.code == .configuration)
    }
}
