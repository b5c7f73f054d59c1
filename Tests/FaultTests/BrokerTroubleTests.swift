import AMQP
import TestSupport
import Testing

extension PrivateBrokerSuite {
    /// The broker is there, and does not do what it should.
    @Suite(.timeLimit(.minutes(2))) struct BrokerTroubleTests {
        @Test func `memory_alarm_blocked: publishing waits until there is memory again`()
            async throws
        {
            let broker = try PrivateBrokerSuite.broker
            try await self.expectWaiting(
                "memory",
                during: ["set_vm_memory_high_watermark", "absolute", "1MB"],
                until: ["set_vm_memory_high_watermark", "0.8"],
                at: broker
            )
        }

        @Test func `disk_alarm: publishing waits until there is disk again`() async throws {
            let broker = try PrivateBrokerSuite.broker
            try await self.expectWaiting(
                "disk",
                during: ["set_disk_free_limit", "900000000000000"],
                until: ["set_disk_free_limit", "1MB"],
                at: broker
            )
        }

        /// Publishes while the broker has an alarm; consuming goes on meanwhile.
        private func expectWaiting(
            _ queue: String,
            during alarm: [String],
            until relief: [String],
            at broker: PrivateBroker
        ) async throws {
            let publishing = BrokerConnection(watchful: broker.url, name: "publishing")
            let consuming = BrokerConnection(watchful: broker.url, name: "consuming")
            let publisher = Publisher(publishing, limits: PublisherLimits(timeout: .seconds(60)))
            try await withRunning([publishing, consuming]) {
                try await consuming.perform([quorumQueue(queue)])
                let before = (0..<10).map { OutboundMessage($0, to: queue) }
                #expect(try await publisher.publish(before).allSatisfy { $0 == .confirmed })
                try await broker.control(alarm)
                try await withThrowingTaskGroup { group in
                    group.addTask {
                        try await publisher.publish([OutboundMessage(10, to: queue)])
                    }
                    do {
                        // The broker says so to who publishes.
                        try await eventually("the alarm") { publishing.isBlocked }
                        try await self.expectConsuming(of: queue, publisher, consuming)
                        #expect(publishing.isBlocked)
                    } catch {
                        try await broker.control(relief)
                        throw error
                    }
                    try await broker.control(relief)
                    #expect(try await group.next() == [.confirmed])
                }
                #expect(publishing.state == .ready(epoch: 1))
            }
        }

        /// What was there is taken, and no thread is stuck: who cannot publish is told so.
        private func expectConsuming(
            of queue: String,
            _ publisher: Publisher,
            _ consuming: BrokerConnection
        ) async throws {
            #expect(throws: AMQPError.self) {
                try publisher.publishTransient([OutboundMessage(11, to: queue)])
            }
            let taken = Taken()
            let consumer = Consumer(consuming, queue: queue, handler: taken.acknowledge)
            try await withRunning(consumer) { _ in
                try await eventually("what was there is taken") {
                    taken.distinct.isSuperset(of: 0..<10)
                }
            }
        }

        @Test func `frozen_peer: a broker that halts costs a publisher only its limit`()
            async throws
        {
            let broker = try PrivateBrokerSuite.broker
            let connection = BrokerConnection(
                watchful: broker.url,
                name: "publishing",
                heartbeat: .seconds(1)
            )
            try await withRunning(connection) { connection in
                try await connection.perform([quorumQueue("frozen")])
                let publisher = Publisher(connection)
                #expect(
                    try await publisher.publish([OutboundMessage(0, to: "frozen")]) == [.confirmed]
                )
                broker.freeze()
                let outcomes: [PublishOutcome]
                do {
                    outcomes = try await publisher.publish([OutboundMessage(1, to: "frozen")])
                } catch {
                    broker.resume()
                    throw error
                }
                broker.resume()
                #expect(outcomes == [.indeterminate])
                #expect(
                    try await publisher.publish([OutboundMessage(1, to: "frozen")]) == [.confirmed]
                )
            }
        }

        @Test func `dlx_target_missing: the source keeps a dead letter until it can be stored`()
            async throws
        {
            let broker = try PrivateBrokerSuite.broker
            let connection = BrokerConnection(watchful: broker.url, name: "both")
            let letters = Taken()
            let rejected = Tally()
            let source = Consumer(connection, queue: "source") { deliveries in
                rejected.add(0)
                return deliveries.map { _ in .reject }
            }
            let target = Consumer(connection, queue: "letters", handler: letters.acknowledge)
            try await withRunning(connection) { connection in
                try await connection.perform([
                    .declareExchange("letters", .fanout),
                    quorumQueue(
                        "source",
                        [
                            "x-dead-letter-exchange": "letters",
                            "x-dead-letter-strategy": "at-least-once",
                            "x-overflow": "reject-publish",
                        ]
                    ),
                ])
                let publisher = Publisher(connection)
                #expect(
                    try await publisher.publish([OutboundMessage(7, to: "source")]) == [.confirmed]
                )
                try await withRunning(source) { _ in
                    try await eventually("a rejection") { rejected.count(of: 0) == 1 }
                    try await eventually("a settled queue") {
                        try await connection.messageCount(of: "source") == 0
                    }
                }
                try await connection.perform([
                    quorumQueue("letters"), .bind(queue: "letters", exchange: "letters", key: ""),
                ])
                try await withRunning(target) { _ in
                    try await eventually("the letter", within: .seconds(30)) {
                        letters.distinct == [7]
                    }
                }
                #expect(rejected.count(of: 0) == 1)
            }
        }
    }
}
