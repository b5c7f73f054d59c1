import AMQP
import Foundation
import Synchronization
import TestSupport
import Testing

extension PrivateBrokerSuite {
    /// The broker ends, in good order and not, and comes back.
    @Suite(.timeLimit(.minutes(3))) struct BrokerDeathTests {
        private static let window = 2_000
        private static let batch = 500

        @Test func `broker_sigkill_mid_publish: nothing that was confirmed is lost`() async throws {
            let broker = try PrivateBrokerSuite.broker
            let publishing = BrokerConnection(watchful: broker.url, name: "publishing")
            let publisher = Publisher(
                publishing,
                limits: PublisherLimits(window: Self.window, timeout: .seconds(60))
            )
            let outcomes = Outcomes()
            let isOver = Gate()
            try await withRunning(publishing) { connection in
                try await connection.perform([quorumQueue("killed")])
                // RabbitMQ 3.10.8 writes down which queues a node has now and then only (names.dets),
                // and always when it stops: the only member of a new queue would not be found again.
                try await self.restart(broker)
                try await withThrowingDiscardingTaskGroup { group in
                    // Four batches are under way at any time, which fills the window.
                    for lane in 0..<4 {
                        group.addTask {
                            try await self.publish(by: publisher, lane, outcomes, until: isOver)
                        }
                    }
                    try await eventually("a stream of confirms") {
                        outcomes.confirmed.count > 2 * Self.window
                    }
                    try await broker.stop(SIGKILL)
                    isOver.open()
                    try await broker.start()
                }
                // As the relay would: the same identifiers once more.
                let again = outcomes.doubtful.map { OutboundMessage($0, to: "killed") }
                #expect(try await publisher.publish(again).allSatisfy { $0 == .confirmed })
            }
            let expected = outcomes.confirmed.union(outcomes.doubtful)
            let taken = try await self.drain("killed", of: broker, until: expected)
            #expect(taken.distinct == expected)
            let twice = expected.filter { taken.count(of: $0) > 1 }
            #expect(twice.isSubset(of: outcomes.doubtful))
        }

        /// Publishes batch after batch, numbered from a start of its own.
        private func publish(
            by publisher: Publisher,
            _ lane: Int,
            _ outcomes: Outcomes,
            until isOver: Gate
        ) async throws {
            var start = lane * 1_000_000
            while !isOver.isOpen {
                let numbers = Array(start..<start + Self.batch)
                let messages = numbers.map { OutboundMessage($0, to: "killed") }
                outcomes.add(numbers, try await publisher.publish(messages))
                start += Self.batch
            }
        }

        @Test func `broker_restart_while_consuming: every message comes, and no consumer is stuck`()
            async throws
        {
            let broker = try PrivateBrokerSuite.broker
            let publishing = BrokerConnection(watchful: broker.url, name: "publishing")
            let consuming = BrokerConnection(watchful: broker.url, name: "consuming")
            let taken = Taken()
            let consumer = Consumer(consuming, queue: "restarted", prefetch: 50) { deliveries in
                // Slow enough that the broker stops in the middle.
                try? await Task.sleep(for: .milliseconds(5))
                return taken.acknowledge(deliveries)
            }
            try await withRunning(publishing) { connection in
                try await connection.perform([quorumQueue("restarted")])
                let publisher = Publisher(connection)
                let first = (0..<2_000).map { OutboundMessage($0, to: "restarted") }
                #expect(try await publisher.publish(first).allSatisfy { $0 == .confirmed })
                try await withRunning([consuming, consumer]) {
                    try await eventually("some are taken") { taken.distinct.count > 100 }
                    try await self.restart(broker)
                    let second = (2_000..<3_000).map { OutboundMessage($0, to: "restarted") }
                    #expect(try await publisher.publish(second).allSatisfy { $0 == .confirmed })
                    try await eventually("all are taken", within: .seconds(30)) {
                        taken.distinct.count == 3_000
                    }
                    #expect(consumer.state == .subscribed)
                    try await eventually("an empty queue") {
                        try await connection.messageCount(of: "restarted") == 0
                    }
                }
            }
        }

        /// Lets the broker end in good order, and start again.
        private func restart(_ broker: PrivateBroker) async throws {
            try await broker.control(["stop"])
            // Whatever is left of its process has nothing to write down any more.
            try await broker.stop(SIGKILL)
            try await broker.start()
        }

        private func drain(
            _ queue: String,
            of broker: PrivateBroker,
            until expected: Set<Int>
        ) async throws -> Taken {
            let taken = Taken()
            let connection = BrokerConnection(watchful: broker.url, name: "draining")
            let consumer = Consumer(connection, queue: queue, handler: taken.acknowledge)
            try await withRunning([connection, consumer]) {
                try await eventually("everything", within: .seconds(60)) {
                    taken.distinct.isSuperset(of: expected)
                }
                try await eventually("an empty queue") {
                    try await connection.messageCount(of: queue) == 0
                }
            }
            return taken
        }
    }
}

/// What a publisher was told of its messages.
private final class Outcomes: Sendable {
    private struct State {
        var confirmed: Set<Int> = []
        var doubtful: Set<Int> = []
    }

    private let state = Mutex(State())

    var confirmed: Set<Int> { self.state.withLock { $0.confirmed } }

    var doubtful: Set<Int> { self.state.withLock { $0.doubtful } }

    func add(_ numbers: [Int], _ outcomes: [PublishOutcome]) {
        self.state.withLock { state in
            for (number, outcome) in zip(numbers, outcomes) {
                if outcome == .confirmed {
                    state.confirmed.insert(number)
                } else {
                    state.doubtful.insert(number)
                }
            }
        }
    }
}
