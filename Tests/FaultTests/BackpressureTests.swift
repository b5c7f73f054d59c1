import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import Synchronization
import TestSupport
import Testing

/// A consumer that is slower than those who write for it.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct BackpressureTests {
    private static let messages = 600
    private static let queueLimit = 40
    private static let prefetch: UInt16 = 20
    /// Bytes of each message: all together they are more than the process may grow by.
    private static let size = 100_000

    @Test
    func `slow_consumer_backpressure: queue and process stay small, the outbox keeps the rest`()
        async throws
    {
        try await withMessaging { fixture in
            try await fixture.host.setPolicy(
                "ledger.cmd",
                pattern: "^ledger\\.cmd$",
                ["max-length": .number(Self.queueLimit), "overflow": "reject-publish"]
            )
            let text = String(repeating: "x", count: Self.size)
            for start in stride(from: 0, to: Self.messages, by: 50) {
                try await fixture.append(
                    try (start..<start + 50).map { number in
                        let command = TestCommand(number: number, text: text)
                        return try OutboxMessage(command, subject: "key \(number)")
                    }
                )
            }
            let taker = GatedTaker()
            var policy = RelayPolicy.hasty
            policy.batch = 50
            let consumer = Consumer(
                fixture.consuming,
                queue: "ledger.cmd",
                prefetch: Self.prefetch,
                batch: BatchPolicy(maximumCount: 5),
                handler: { await taker.take($0) }
            )
            let before = try residentBytes()
            var mostReady = 0
            try await withRunning([fixture.relay(policy: policy), consumer]) {
                try await eventually("the queue is full and the relay is told so") {
                    try await fixture.count("SELECT count(*) FROM outbox WHERE attempts > 0") > 0
                }
                try await eventually("the consumer holds what it may, and no more") {
                    let left = try await fixture.count("SELECT count(*) FROM outbox")
                    let ready = try await fixture.host.depth(of: "ledger.cmd")
                    mostReady = max(mostReady, ready)
                    return Self.messages - left - ready == Int(Self.prefetch)
                }
                taker.gate.open()
                try await eventually("all are taken", within: .seconds(90)) {
                    mostReady = max(mostReady, try await fixture.host.depth(of: "ledger.cmd"))
                    return taker.distinct.count == Self.messages
                }
                try await eventually("an empty outbox") {
                    try await fixture.count("SELECT count(*) FROM outbox") == 0
                }
            }
            // A queue learns only after a while that it is full; in that time a batch gets through.
            #expect(mostReady <= Self.queueLimit + 2 * policy.batch)
            #expect(try residentBytes() - before < Self.messages * Self.size)
        }
    }

    /// The memory that this process has (proc(5), statm, field 2).
    private func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = try #require(text.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

/// Takes nothing before its gate opens.
private final class GatedTaker: Sendable {
    let gate = Gate()
    private let identifiers = Mutex<Set<String>>([])

    var distinct: Set<String> { self.identifiers.withLock { $0 } }

    func take(_ deliveries: [Delivery]) async -> [Settlement] {
        // Cancelled at the end of the test.
        try? await eventually("the gate", within: .seconds(60)) { self.gate.isOpen }
        self.identifiers.withLock { identifiers in
            for delivery in deliveries {
                identifiers.insert(delivery.properties.messageID ?? "")
            }
        }
        return deliveries.map { _ in .acknowledge }
    }
}
