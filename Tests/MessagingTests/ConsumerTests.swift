import AMQP
import Contracts
import FoundationEssentials
import Postgres
import TestSupport
import Testing

@testable import Messaging

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct ConsumerTests {
    @Test func `a message delivered three times has one effect`() async throws {
        try await withMessaging { fixture in
            let message = try OutboxMessage.command(1)
            let consumer = fixture.consumer(fixture.processor())
            try await withRunning(consumer) { _ in
                try await fixture.send([message, message])
                try await eventually("the first effect") {
                    try await EffectTable.numbers(in: fixture.database) == [1]
                }
                try await fixture.send([message, try .command(2)])
                try await eventually("the next effect") {
                    try await EffectTable.numbers(in: fixture.database) == [1, 2]
                }
            }
            #expect(try await fixture.count("SELECT count(*) FROM inbox") == 2)
            // The broker counts what is acknowledged a moment later.
            try await eventually("an empty queue") {
                try await fixture.host.depth(of: "ledger.cmd") == 0
            }
        }
    }

    @Test func `duplicate_id_different_body: another content under a known id is quarantined`()
        async throws
    {
        try await withMessaging { fixture in
            let message = try OutboxMessage.command(1)
            var forged = try OutboxMessage.command(2)
            forged.id = message.id
            try await withRunning([fixture.consumer(fixture.processor()), fixture.drainer()]) {
                try await fixture.send([message])
                try await eventually("the effect") {
                    try await EffectTable.numbers(in: fixture.database) == [1]
                }
                try await fixture.send([forged])
                try await eventually("the dead letter") {
                    try await fixture.letters().map(\.errorCode) == ["fingerprint-clash"]
                }
            }
            let letter = try #require(try await fixture.letters().first)
            #expect(letter.messageID == message.id)
            #expect(letter.queue == "ledger.cmd")
            #expect(letter.body == forged.body)
            #expect(try await EffectTable.numbers(in: fixture.database) == [1])
        }
    }

    @Test func `poison_in_micro_batch: one bad message of fifty costs the others nothing`()
        async throws
    {
        try await withMessaging { fixture in
            let handler = EffectHandler { number in
                number == 17 ? Problem.validation("/number", rule: "luck", "bad") : nil
            }
            let messages = try (0..<50).map { try OutboxMessage.command($0) }
            try await fixture.send(messages)
            let consumer = fixture.consumer(
                fixture.processor(handler),
                batch: BatchPolicy(maximumCount: 50, maximumWait: .seconds(1))
            )
            try await withRunning([consumer, fixture.drainer()]) {
                try await eventually("49 effects and a dead letter") {
                    let numbers = try await EffectTable.numbers(in: fixture.database)
                    let dead = try await fixture.letters()
                    return numbers.count == 49 && dead.count == 1
                }
            }
            let letter = try #require(try await fixture.letters().first)
            #expect(letter.errorCode == "validation-failed")
            #expect(letter.attempts == 1)
            #expect(letter.messageID == messages[17].id)
        }
    }

    @Test func `a retry comes back to its own queue only, after the tier's time`() async throws {
        try await withMessaging { fixture in
            let attempts = Tally()
            let handler = EffectHandler { number in
                attempts.add(number) < 3 ? Failure.transient("later", "not yet") : nil
            }
            let consumer = fixture.consumer(fixture.processor(handler))
            try await withRunning(consumer) { _ in
                try await fixture.send([try .command(1)])
                try await eventually("the third attempt") {
                    try await EffectTable.numbers(in: fixture.database) == [1]
                }
            }
            #expect(attempts.count(of: 1) == 3)
            #expect(try await fixture.host.depth(of: "ledger.evt") == 0)
            #expect(try await fixture.host.depth(of: "catalog.evt") == 0)
        }
    }

    @Test func `attempts are counted and end in the dead letters`() async throws {
        try await withMessaging { fixture in
            let handler = EffectHandler { _ in Failure.transient("never", "not even later") }
            var policy = RetryPolicy()
            policy.tiers = [.tenSeconds, .tenSeconds]
            let consumer = fixture.consumer(fixture.processor(handler), policy: policy)
            try await withRunning([consumer, fixture.drainer()]) {
                try await fixture.send([try .command(1)])
                try await eventually("the dead letter") {
                    try await fixture.letters().map(\.attempts) == [3]
                }
            }
            let letter = try #require(try await fixture.letters().first)
            #expect(letter.errorCode == "never")
            #expect(letter.exchange == "ledger.cmd")
            #expect(letter.routingKey == TestCommand.type)
        }
    }

    @Test func `what cannot be read or has no handler is a dead letter at once`() async throws {
        try await withMessaging { fixture in
            var unreadable = try OutboxMessage.command(1)
            unreadable.body = Array("{".utf8)
            var unknown = try OutboxMessage.command(2)
            unknown.type = "ledger.unheard_of.v9"
            try await withRunning([fixture.consumer(fixture.processor()), fixture.drainer()]) {
                try await fixture.send([unreadable, unknown])
                let bare = OutboundMessage(
                    exchange: "ledger.cmd",
                    routingKey: TestCommand.type,
                    body: [0, 1, 2]
                )
                #expect(try await fixture.publisher.publish([bare]) == [.confirmed])
                try await eventually("three dead letters") {
                    try await fixture.letters().count == 3
                }
            }
            let codes = try await fixture.letters().map(\.errorCode)
            #expect(codes.sorted() == ["malformed", "malformed", "unknown-type"])
            #expect(try await EffectTable.numbers(in: fixture.database) == [])
        }
    }

    @Test func `a suspect is handled alone`() async throws {
        try await withMessaging { fixture in
            try await fixture.send(try (0..<4).map { try OutboxMessage.command($0) })
            let returns = Tally()
            let careless = Consumer(
                fixture.consuming,
                queue: "ledger.cmd",
                batch: BatchPolicy(maximumCount: 4, maximumWait: .seconds(1))
            ) { deliveries in
                if returns.add(0) > 3 {
                    // Keeps the rest until the test goes on, so that the broker does not give up.
                    try? await Task.sleep(for: .seconds(60))
                }
                return deliveries.map { _ in .giveBack }
            }
            try await withRunning(careless) { _ in
                try await eventually("three returns") { returns.count(of: 0) > 3 }
            }
            let recorder = BatchRecorder()
            let consumer = fixture.consumer(
                recorder,
                batch: BatchPolicy(maximumCount: 4, maximumWait: .seconds(1))
            )
            try await withRunning(consumer) { _ in
                try await eventually("all four") { recorder.sizes.reduce(0, +) == 4 }
            }
            #expect(recorder.sizes == [1, 1, 1, 1])
        }
    }

    @Test func `an outage spends no attempts`() async throws {
        try await withMessaging { fixture in
            let outage = Outage(failures: 4, processor: fixture.processor())
            let consumer = fixture.consumer(outage)
            try await fixture.send(try (0..<10).map { try OutboxMessage.command($0) })
            try await withRunning([consumer, fixture.drainer()]) {
                try await eventually("all effects") {
                    try await EffectTable.numbers(in: fixture.database).count == 10
                }
            }
            #expect(outage.laterAttempts.all.isEmpty)
            #expect(try await fixture.letters().isEmpty)
        }
    }
}

/// Remembers how many messages came together.
private final class BatchRecorder: MessageProcessor {
    private let tally = Tally()

    var sizes: [Int] { self.tally.all.sorted { $0.key < $1.key }.map(\.value) }

    func process(_ messages: [IncomingMessage]) async -> [Disposition] {
        let batch = self.tally.all.count
        for _ in messages { self.tally.add(batch) }
        return messages.map { _ in .done }
    }
}

/// A processor whose database is away for its first calls.
private final class Outage: MessageProcessor {
    /// The attempt numbers beyond the first of messages that were handled.
    let laterAttempts = Tally()
    private let calls = Tally()
    private let failures: Int
    private let processor: TransactionalProcessor

    init(failures: Int, processor: TransactionalProcessor) {
        self.failures = failures
        self.processor = processor
    }

    func process(_ messages: [IncomingMessage]) async -> [Disposition] {
        guard self.calls.add(0) > self.failures else {
            let failure = Failure(code: "away", text: "no database", kind: .outage)
            return messages.map { _ in .retry(failure) }
        }
        for message in messages where message.attempt != 1 {
            self.laterAttempts.add(message.attempt)
        }
        return await self.processor.process(messages)
    }
}
