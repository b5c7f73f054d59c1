import AMQP
import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

struct ConsumerTests {
    @Test func `properties and every type of header survive the journey`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            let properties = MessageProperties(
                messageID: "m-1",
                correlationID: "c-1",
                type: "ledger.entries.posted.v1",
                contentType: "application/json",
                replyTo: "r-1",
                appID: "ledger",
                userID: host.user,
                expiration: "60000",
                timestamp: Timestamp(microseconds: 1_700_000_000_000_000),
                headers: [
                    "string": "ünïcode", "empty": "", "int": .int(.min), "bool": true,
                    "double": .double(-2.5), "bytes": .bytes([0, 255, 7]), "null": .null,
                    "timestamp": .timestamp(Timestamp(microseconds: 1_000_000)),
                    "array": .array([1, "two", .array([]), .table(["three": 3])]),
                    "table": .table(["inner": .table([:]), "flag": false]),
                ]
            )
            let inbox = Inbox()
            let connection = BrokerConnection(host.url)
            let consumer = Consumer(connection, queue: "q", handler: inbox.acknowledge)
            try await withRunning([connection, consumer]) {
                var message = OutboundMessage(to: "q", [1])
                message.properties = properties
                #expect(try await Publisher(connection).publish([message]) == [.confirmed])
                try await eventually("delivery") { inbox.all.count == 1 }
            }
            let delivery = try #require(inbox.all.first)
            #expect(delivery.properties == properties)
            #expect(delivery.routingKey == "q")
            #expect(!delivery.isRedelivered)
        }
    }

    @Test func `a large body crosses many frames`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            let inbox = Inbox()
            let connection = BrokerConnection(host.url)
            let consumer = Consumer(connection, queue: "q", handler: inbox.acknowledge)
            let bodies = [1_048_576, 0, 131_064, 131_065, 3_000_000].map { size in
                (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            }
            try await withRunning([connection, consumer]) {
                let outcomes = try await Publisher(connection).publish(
                    bodies.map { OutboundMessage(to: "q", $0) }
                )
                #expect(outcomes.allSatisfy { $0 == .confirmed })
                try await eventually("deliveries") { inbox.all.count == bodies.count }
            }
            #expect(inbox.bodies == bodies)
        }
    }

    @Test func `what is given back returns and what is rejected does not`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([quorumQueue("q")])
            let attempts = Mutex<[[UInt8]: [Int]]>([:])
            let connection = BrokerConnection(host.url)
            let consumer = Consumer(connection, queue: "q") { deliveries in
                deliveries.map { delivery in
                    let count = attempts.withLock { attempts in
                        attempts[delivery.body, default: []].append(delivery.deliveryCount)
                        return attempts[delivery.body, default: []].count
                    }
                    return delivery.body == [1] ? .reject : count < 3 ? .giveBack : .acknowledge
                }
            }
            try await withRunning([connection, consumer]) {
                _ = try await Publisher(connection).publish([
                    OutboundMessage(to: "q", [1]), OutboundMessage(to: "q", [2]),
                ])
                try await eventually("third delivery") {
                    attempts.withLock { $0[[2]]?.count } == 3
                }
            }
            #expect(attempts.withLock { $0 } == [[1]: [0], [2]: [0, 1, 2]])
        }
    }

    @Test func `graceful_shutdown_drain: everything that was delivered is settled`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            let connection = BrokerConnection(host.url)
            let stopping = Inbox()
            let rest = Inbox()
            try await withRunning(connection) { connection in
                let publisher = Publisher(connection)
                _ = try await publisher.publish(
                    (0..<500).map { OutboundMessage(to: "q", numbered($0)) }
                )
                let consumer = Consumer(
                    connection,
                    queue: "q",
                    prefetch: 100,
                    batch: BatchPolicy(maximumCount: 10)
                ) { deliveries in
                    await Task.yield()
                    return stopping.acknowledge(deliveries)
                }
                let group = ServiceGroup(
                    configuration: .init(services: [consumer], logger: .init(label: "test"))
                )
                async let running: Void = group.run()
                try await eventually("first batches") { stopping.all.count >= 50 }
                await group.triggerGracefulShutdown()
                try await running
                #expect(consumer.state == .ended)

                let successor = Consumer(connection, queue: "q", handler: rest.acknowledge)
                try await withRunning(successor) { _ in
                    try await eventually("all") { stopping.all.count + rest.all.count >= 500 }
                }
            }
            let all = stopping.all + rest.all
            #expect(all.count == 500)
            #expect(!all.contains { $0.isRedelivered })
            #expect(Set(all.map(\.body)).count == 500)
        }
    }

    @Test func `a connection that ends waits for its confirms`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([quorumQueue("q")])
            let connection = BrokerConnection(host.url)
            let publisher = Publisher(connection)
            let group = ServiceGroup(
                configuration: .init(services: [connection], logger: .init(label: "test"))
            )
            async let running: Void = group.run()
            try await eventually("readiness") { connection.isReady }
            async let outcomes = publisher.publish(
                (0..<5_000).map { OutboundMessage(to: "q", numbered($0)) }
            )
            try await eventually("first messages") { try await host.depth(of: "q") > 0 }
            await group.triggerGracefulShutdown()
            try await running
            let confirmed = try await outcomes.count { $0 == .confirmed }
            #expect(confirmed == 5_000)
            #expect(connection.state == .closed)
        }
    }

    @Test func `a reply queue is declared anew before each subscription`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([.declareExchange("rpc.reply", .direct)])
            let inbox = Inbox()
            let connection = BrokerConnection(host.url, name: "gateway")
            let consumer = Consumer(
                connection,
                queue: "gateway.reply.1",
                batch: .immediate,
                isNoAck: true,
                setUp: [
                    .declareQueue("gateway.reply.1", [.exclusive, .autoDelete]),
                    .bind(queue: "gateway.reply.1", exchange: "rpc.reply", key: "instance-1"),
                ],
                handler: inbox.acknowledge
            )
            let publishing = BrokerConnection(host.url, name: "service")
            try await withRunning([connection, consumer, publishing]) {
                try await eventually("subscription") { consumer.state == .subscribed }
                let publisher = Publisher(publishing)
                let reply = OutboundMessage(
                    exchange: "rpc.reply",
                    routingKey: "instance-1",
                    body: [1]
                )
                #expect(try await publisher.publish([reply]) == [.confirmed])
                try await eventually("closing") {
                    try await host.closeConnections(named: "gateway") > 0
                }
                try await eventually("another subscription") {
                    try await publisher.publish([reply]) == [.confirmed] && inbox.all.count >= 2
                }
            }
            #expect(Set(inbox.all.map(\.tag.epoch)).count == 2)
        }
    }

    @Test func `a missing queue or exchange is named`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withRunning(BrokerConnection(host.url)) { connection in
                try await connection.requireTopology(exchanges: ["amq.topic"], queues: ["q"])
                let error = await #expect(throws: AMQPError.self) {
                    try await connection.requireTopology(queues: ["q", "ledger.cmd"])
                }
                #expect(error?.code == .topology)
                #expect(error?.replyCode == 404)
                #expect(error?.detail.contains("ledger.cmd") == true)
                #expect(connection.state == .ready(epoch: 1))
            }
        }
    }
}
