import AMQP
import Contracts
import Foundation
import Kernel
import Messaging
import ServiceLifecycle
import TestSupport
import Testing

/// Messages of newer programs, and of machines whose clocks are wrong.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct EnvelopeTests {
    @Test func `schema_newer_minor: what an older program does not know is passed over`()
        async throws
    {
        try await withMessaging { fixture in
            var newer = try OutboxMessage.command(1)
            newer.body = Array(#"{"number":1,"text":"","since":{"minor":[7]}}"#.utf8)
            try await withRunning([fixture.consumer(fixture.processor()), fixture.drainer()]) {
                try await fixture.send([newer])
                try await eventually("the effect") {
                    try await EffectTable.numbers(in: fixture.database) == [1]
                }
            }
            #expect(try await fixture.letters().isEmpty)
        }
    }

    @Test(arguments: ["ledger.record_sale.v2", "ledger.unheard_of.v1"])
    func `schema_newer_major, unknown_type: what nobody understands is a dead letter at once`(
        type: String
    ) async throws {
        try await withMessaging { fixture in
            var newer = try OutboxMessage.command(1)
            newer.type = type
            try await withRunning([fixture.consumer(fixture.processor()), fixture.drainer()]) {
                try await fixture.send([newer, try .command(2)])
                try await eventually("the dead letter") { try await fixture.letters().count == 1 }
                try await eventually("the other one") {
                    try await EffectTable.numbers(in: fixture.database) == [2]
                }
            }
            let letter = try #require(try await fixture.letters().first)
            #expect(letter.errorCode == "unknown-type")
            #expect(letter.type == type)
            #expect(letter.attempts == 1)
            #expect(letter.body == newer.body)
        }
    }

    @Test(arguments: [-600, 600])
    func `clock_skew: ten minutes more or less change neither waits nor effects`(
        seconds: Int64
    ) async throws {
        try await withMessaging { fixture in
            let skewed = Timestamp.now.advanced(by: .seconds(seconds))
            let milliseconds = UInt64(skewed.microseconds / 1_000)
            var generator = SystemRandomNumberGenerator()
            var message = try OutboxMessage.command(1)
            message.id = .version7(milliseconds: milliseconds, using: &generator)
            message.occurredAt = skewed
            let attempts = Tally()
            let handler = EffectHandler { number in
                attempts.add(number) < 3 ? Failure.transient("later", "not yet") : nil
            }
            let services: [any Service] = [
                fixture.consumer(fixture.processor(handler)), fixture.drainer(), fixture.relay(),
            ]
            try await withRunning(services) {
                // Over the outbox, two retry tiers and once more.
                try await fixture.append([message])
                try await eventually("the effect") {
                    try await EffectTable.numbers(in: fixture.database) == [1]
                }
                try await fixture.send([message, try .command(2)])
                try await eventually("the next effect") {
                    try await EffectTable.numbers(in: fixture.database).contains(2)
                }
            }
            #expect(try await EffectTable.numbers(in: fixture.database) == [1, 2])
            #expect(attempts.count(of: 1) == 3)
            #expect(try await fixture.letters().isEmpty)
        }
    }

    @Test func `notify_lost: without a signal the relay finds what was appended`() async throws {
        try await withMessaging { fixture in
            let arrivals = Arrivals()
            // The usual policy: the relay looks at least once a second.
            let relay = fixture.relay(signal: OutboxSignal(), policy: RelayPolicy())
            try await withRunning([relay, arrivals.consumer(fixture)]) {
                for number in 0..<3 {
                    try await fixture.append([try .command(number)])
                    try await eventually("arrival") { arrivals.numbers.last == number }
                }
            }
            #expect(arrivals.numbers == [0, 1, 2])
        }
    }
}
