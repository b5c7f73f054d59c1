import AMQP
import Synchronization
import TestSupport
import Testing

struct VolumeTests {
    @Test func `twenty thousand messages arrive once and in order`() async throws {
        try await withTestVirtualHost { host in
            try await host.declare([quorumQueue("q")])
            let inbox = Inbox()
            let consuming = BrokerConnection(host.url, name: "consuming")
            let publishing = BrokerConnection(host.url, name: "publishing")
            let consumer = Consumer(consuming, queue: "q", handler: inbox.acknowledge)
            try await withRunning([consuming, publishing, consumer]) {
                let publisher = Publisher(publishing)
                for start in stride(from: 0, to: 20_000, by: 2_000) {
                    let batch = (start..<(start + 2_000)).map {
                        OutboundMessage(to: "q", numbered($0))
                    }
                    let outcomes = try await publisher.publish(batch)
                    #expect(outcomes.allSatisfy { $0 == .confirmed })
                }
                try await eventually("all", within: .seconds(60)) { inbox.all.count >= 20_000 }
                try await eventually("emptiness") { try await host.depth(of: "q") == 0 }
            }
            #expect(inbox.bodies == (0..<20_000).map(numbered))
        }
    }

    @Test func `many channels on one connection lose nothing`() async throws {
        try await withTestVirtualHost { host in
            let queues = (0..<16).map { "q\($0)" }
            try await host.declare(queues.map(classicQueue))
            let connection = BrokerConnection(host.url)
            let inboxes = queues.map { _ in Inbox() }
            let consumers = zip(queues, inboxes).map { queue, inbox in
                Consumer(
                    connection,
                    queue: queue,
                    prefetch: 20,
                    batch: BatchPolicy(maximumCount: 7, maximumWait: .zero),
                    handler: inbox.acknowledge
                )
            }
            try await withRunning([connection] + consumers) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for queue in queues {
                        let publisher = Publisher(connection, limits: PublisherLimits(window: 50))
                        group.addTask {
                            for start in stride(from: 0, to: 500, by: 100) {
                                let outcomes = try await publisher.publish(
                                    (start..<(start + 100)).map {
                                        OutboundMessage(to: queue, numbered($0))
                                    }
                                )
                                #expect(outcomes.allSatisfy { $0 == .confirmed })
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                try await eventually("all", within: .seconds(60)) {
                    inboxes.allSatisfy { $0.all.count >= 500 }
                }
            }
            for inbox in inboxes {
                #expect(inbox.bodies == (0..<500).map(numbered))
            }
        }
    }
}
