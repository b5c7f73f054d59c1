import AMQP
import Foundation
import Synchronization
import TestSupport
import Testing

struct RecoveryTests {
    @Test func `stale_delivery_tag_after_reconnect: stale settlements are dropped`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            let inbox = Inbox()
            let connection = BrokerConnection(host.url, name: "consuming")
            let isHeld = Mutex(true)
            let consumer = Consumer(connection, queue: "q") { deliveries in
                while isHeld.withLock({ $0 }) {
                    await Task.yield()
                }
                return inbox.acknowledge(deliveries)
            }
            let publishing = BrokerConnection(host.url, name: "publishing")
            try await withRunning([connection, consumer, publishing]) {
                let messages = (0..<20).map { OutboundMessage(to: "q", numbered($0)) }
                _ = try await Publisher(publishing).publish(messages)
                try await eventually("closing") {
                    try await host.closeConnections(named: "consuming") > 0
                }
                try await eventually("reconnect") { connection.state == .ready(epoch: 2) }
                isHeld.withLock { $0 = false }
                try await eventually("redelivery") {
                    Set(inbox.all.filter(\.isRedelivered).map(\.body)).count == 20
                }
                try await eventually("emptiness") { try await host.depth(of: "q") == 0 }
                // A settlement of the first epoch on the second would have been answered with 406.
                #expect(connection.state == .ready(epoch: 2))
                #expect(consumer.state == .subscribed)
            }
            #expect(Set(inbox.all.map(\.tag.epoch)).count == 2)
        }
    }

    @Test func `queue_deleted_under_consumer: it is visible, and consumed when it returns`()
        async throws
    {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            let inbox = Inbox()
            let connection = BrokerConnection(host.url)
            let consumer = Consumer(connection, queue: "q", handler: inbox.acknowledge)
            try await withRunning([connection, consumer]) {
                try await eventually("subscription") { consumer.state == .subscribed }
                try await host.deleteQueue("q")
                try await eventually("interruption") {
                    if case .interrupted = consumer.state { true } else { false }
                }
                try await host.declare([classicQueue("q")])
                #expect(
                    try await Publisher(connection).publish([OutboundMessage(to: "q", [1])])
                        == [.confirmed]
                )
                try await eventually("delivery") { inbox.bodies == [[1]] }
                #expect(connection.state == .ready(epoch: 1))
            }
        }
    }

    @Test func `a lost confirm leaves the outcome open`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withFaultProxy(to: host.url) { proxy in
                try await withRunning(BrokerConnection(proxy.url(host.url))) { connection in
                    let publisher = Publisher(connection)
                    #expect(
                        try await publisher.publish([OutboundMessage(to: "q", [1])]) == [.confirmed]
                    )
                    proxy.set(.drop, .toClient)
                    async let outcome = publisher.publish([OutboundMessage(to: "q", [2])])
                    try await eventually("arrival") { try await host.depth(of: "q") == 2 }
                    proxy.set(.none)
                    proxy.cut()
                    #expect(try await outcome == [.indeterminate])
                    #expect(
                        try await publisher.publish([OutboundMessage(to: "q", [3])]) == [.confirmed]
                    )
                }
            }
        }
    }

    @Test func `frozen_peer: a publisher waits only to the limit`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withFaultProxy(to: host.url) { proxy in
                let connection = BrokerConnection(proxy.url(host.url), heartbeat: .seconds(1))
                try await withRunning(connection) { connection in
                    let publisher = Publisher(connection)
                    _ = try await publisher.publish([OutboundMessage(to: "q", [1])])
                    proxy.set(.freeze)
                    // More than the buffers of both sockets and the proxy hold.
                    let large = (0..<4).map { _ in
                        OutboundMessage(to: "q", [UInt8](repeating: 7, count: 12_000_000))
                    }
                    let outcomes = try await publisher.publish(large)
                    #expect(outcomes.allSatisfy { $0 == .indeterminate })
                    proxy.set(.none)
                    try await eventually("recovery") {
                        try await publisher.publish([OutboundMessage(to: "q", [2])]) == [.confirmed]
                    }
                }
            }
        }
    }

    @Test func `frozen_peer: it is noticed by its silence`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withFaultProxy(to: host.url) { proxy in
                let connection = BrokerConnection(proxy.url(host.url), heartbeat: .seconds(1))
                let publisher = Publisher(connection)
                try await withRunning(connection) { connection in
                    _ = try await publisher.publish([OutboundMessage(to: "q", [1])])
                    proxy.set(.freeze)
                    let small = (0..<50).map { OutboundMessage(to: "q", numbered($0)) }
                    #expect(try await publisher.publish(small).allSatisfy { $0 == .indeterminate })
                }
            }
        }
    }

    @Test func `confirms that do not come in time leave the outcome open`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withFaultProxy(to: host.url) { proxy in
                let connection = BrokerConnection(proxy.url(host.url))
                let limits = PublisherLimits(timeout: .seconds(1))
                try await withRunning(connection) { connection in
                    let publisher = Publisher(connection, limits: limits)
                    // A busy broker may take longer than the limit.
                    try await eventually("first confirm") {
                        do {
                            let before = OutboundMessage(to: "q", [1])
                            return try await publisher.publish(before) == .confirmed
                        } catch let error as AMQPError where error.code == .timeout {
                            return false
                        }
                    }
                    proxy.set(.freeze, .toClient)
                    let outcomes = try await publisher.publish([OutboundMessage(to: "q", [2])])
                    #expect(outcomes == [.indeterminate])
                }
            }
        }
    }

    @Test func `an unreachable broker is tried again until it is there`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await withFaultProxy(to: host.url) { proxy in
                proxy.refuse(true)
                try await withRunning(BrokerConnection(proxy.url(host.url))) { connection in
                    var states = connection.states.makeAsyncIterator()
                    while let state = await states.next() {
                        if case .down = state { break }
                    }
                    proxy.refuse(false)
                    let outcomes = try await Publisher(connection).publish([
                        OutboundMessage(to: "q", [1])
                    ])
                    #expect(outcomes == [.confirmed])
                }
            }
        }
    }
}
