import AMQP
import Synchronization
import TestSupport
import Testing

struct ReceiverTests {
    @Test func `a receiver gets what it takes no more than once, in order`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            let shelf = Shelf(room: .max)
            let connection = BrokerConnection(host.url)
            let consumer = Consumer(connection, queue: "q", prefetch: 10, receiver: shelf)
            try await withRunning([connection, consumer]) {
                let messages = (0..<100).map { OutboundMessage(to: "q", numbered($0)) }
                _ = try await Publisher(connection).publish(messages)
                try await eventually("deliveries") { shelf.bodies.count == 100 }
                try await eventually("acknowledgement") { try await host.depth(of: "q") == 0 }
            }
            #expect(shelf.bodies == (0..<100).map(numbered))
        }
    }

    @Test func `what a receiver has no room for waits until it is offered again`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            let shelf = Shelf(room: 3)
            let connection = BrokerConnection(host.url)
            let consumer = Consumer(connection, queue: "q", prefetch: 10, receiver: shelf)
            try await withRunning([connection, consumer]) {
                let messages = (0..<20).map { OutboundMessage(to: "q", numbered($0)) }
                _ = try await Publisher(connection).publish(messages)
                try await eventually("a refusal") { shelf.hasRefused }
                #expect(shelf.bodies.count == 3)
                shelf.widen(by: 4)
                consumer.offerAgain()
                try await eventually("what fits") { shelf.bodies.count == 7 }
                shelf.widen(by: 100)
                consumer.offerAgain()
                try await eventually("the rest") { shelf.bodies.count == 20 }
            }
            #expect(shelf.bodies == (0..<20).map(numbered))
            #expect(zip(shelf.arrivals, shelf.arrivals.dropFirst()).allSatisfy { $0 <= $1 })
        }
    }

    @Test func `what was not taken is delivered again when the consumer is cancelled`()
        async throws
    {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            let shelf = Shelf(room: 3)
            try await withRunning(BrokerConnection(host.url)) { connection in
                let consumer = Consumer(connection, queue: "q", prefetch: 10, receiver: shelf)
                try await withRunning(consumer) { _ in
                    let messages = (0..<8).map { OutboundMessage(to: "q", numbered($0)) }
                    _ = try await Publisher(connection).publish(messages)
                    try await eventually("a refusal") { shelf.hasRefused }
                }
                try await eventually("the rest is back") {
                    try await connection.messageCount(of: "q") == 5
                }
            }
        }
    }

    @Test func `a receiver gets deliveries after a reconnection, acknowledged or not`()
        async throws
    {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            let shelf = Shelf(room: .max)
            let answers = Shelf(room: .max)
            let connection = BrokerConnection(host.url, name: "consuming")
            let publishing = BrokerConnection(host.url, name: "publishing")
            let consumer = Consumer(connection, queue: "q", receiver: shelf)
            let transient = Consumer(
                connection,
                queue: "answers",
                isNoAck: true,
                setUp: [.declareQueue("answers", [.exclusive, .autoDelete])],
                receiver: answers
            )
            try await withRunning([connection, publishing, consumer, transient]) {
                let publisher = Publisher(publishing)
                for epoch in 1...2 {
                    try await eventually("subscription \(epoch)") {
                        connection.state == .ready(epoch: UInt64(epoch))
                            && consumer.state == .subscribed && transient.state == .subscribed
                    }
                    let messages = ["q", "answers"].map { OutboundMessage(to: $0, numbered(epoch)) }
                    #expect(try await publisher.publish(messages) == [.confirmed, .confirmed])
                    try await eventually("delivery \(epoch)") {
                        shelf.bodies.last == numbered(epoch)
                            && answers.bodies.last == numbered(epoch)
                    }
                    try await eventually("closing \(epoch)") {
                        try await host.closeConnections(named: "consuming") > 0
                    }
                }
            }
            #expect(answers.bodies == [numbered(1), numbered(2)])
        }
    }
}

/// Takes deliveries while there is room.
private final class Shelf: DeliveryReceiver {
    private struct State {
        var room: Int
        var taken: [(body: [UInt8], arrival: ContinuousClock.Instant)] = []
        var hasRefused = false
    }

    private let state: Mutex<State>

    init(room: Int) {
        self.state = Mutex(State(room: room))
    }

    var bodies: [[UInt8]] { self.state.withLock { $0.taken.map(\.body) } }
    var arrivals: [ContinuousClock.Instant] { self.state.withLock { $0.taken.map(\.arrival) } }
    var hasRefused: Bool { self.state.withLock { $0.hasRefused } }

    func widen(by room: Int) {
        self.state.withLock { $0.room += room }
    }

    func take(_ delivery: Delivery, at arrival: ContinuousClock.Instant) -> Bool {
        self.state.withLock { state in
            guard state.room > 0 else {
                state.hasRefused = true
                return false
            }
            state.room -= 1
            state.taken.append((delivery.body, arrival))
            return true
        }
    }
}
