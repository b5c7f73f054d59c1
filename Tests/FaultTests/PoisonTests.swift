import AMQP
import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Messaging

/// Messages that kill or are refused whenever they are delivered.
@Suite(.requiresPostgres, .timeLimit(.minutes(3))) struct PoisonTests {
    private static let deliveries: Int64 = 6

    @Test func `poison_crash_loop: the poison ends in the dead letters, its neighbours survive`()
        async throws
    {
        try await withMessaging(deliveries: Self.deliveries) { fixture in
            let messages = try [1, 2, 13, 3, 4].map { try OutboxMessage.command($0) }
            try await fixture.send(messages)
            let address = fixture.address
            // The broker gives up after the delivery that exceeds its limit.
            for _ in 0...Self.deliveries {
                try await eventually("the queue has its messages back") {
                    try await fixture.host.depth(of: "ledger.cmd") > 0
                }
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [address = address as ProcessAddress] in
                    try await ChildProcess.run(at: address) { child in
                        let poisoned = EffectHandler { number in
                            if number == 13 { dieAtOnce() }
                            return nil
                        }
                        try await withRunning(child.consumer(child.processor(poisoned))) { _ in
                            try await Task.sleep(for: .seconds(60))
                        }
                    }
                }
            }
            try await withRunning(fixture.drainer()) { _ in
                try await eventually("the dead letter") { try await fixture.letters().count > 0 }
            }
            let letters = try await fixture.letters()
            #expect(letters.map(\.messageID) == [messages[2].id])
            #expect(letters.map(\.errorCode) == ["delivery-limit"])
            let numbers = try await EffectTable.numbers(in: fixture.database)
            #expect(numbers.sorted() == [1, 2, 3, 4])
            #expect(try await fixture.host.depth(of: "ledger.cmd") == 0)
        }
    }

    @Test func `delivery_limit_never_loops: a message that exceeds it twice is kept twice`()
        async throws
    {
        try await withMessaging { fixture in
            try await fixture.send([try .command(13)])
            let careless = Consumer(fixture.consuming, queue: "ledger.cmd", batch: .immediate) {
                $0.map { _ in .giveBack }
            }
            try await withRunning([careless, fixture.drainer(), fixture.relay()]) {
                try await eventually("the broker gives up") {
                    try await fixture.letters().count == 1
                }
                let letter = try #require(try await fixture.letters().first)
                #expect(letter.errorCode == "delivery-limit")
                #expect(letter.queue == "ledger.cmd")
                #expect(letter.routingKey == TestCommand.type)
                // A broker drops what comes back to a queue without having been rejected in between.
                _ = try await fixture.pool.withTransaction { transaction in
                    let ada = Actor(kind: .user, id: UUID(), name: "Ada")
                    return try DeadLetters.replay(letter.id, by: ada, note: nil, in: transaction)
                }
                try await eventually("the broker gives up again") {
                    try await fixture.count(
                        "SELECT count(*) FROM dead_letter WHERE state = 'open' AND times_seen = 2"
                    ) == 1
                }
                #expect(try await fixture.letters().map(\.id) == [letter.id])
            }
            #expect(try await fixture.host.depth(of: "ledger.cmd") == 0)
        }
    }
}
