import AMQP
import Foundation
import Logging
import Messaging
import Postgres
import ServiceLifecycle
import TestSupport
import Testing
import UnixSignals

/// A process that is asked to stop.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct ShutdownTests {
    private static let messages = 400

    @Test func `graceful_shutdown_drain: SIGTERM ends the work without a redelivery`()
        async throws
    {
        try await withMessaging { fixture in
            try await fixture.send(try (0..<Self.messages).map { try OutboxMessage.command($0) })
            let address = fixture.address
            await #expect(processExitsWith: .success) { [address = address as ProcessAddress] in
                try await ShutdownTests.work(at: address, untilEffects: 30)
            }
            let done = try await EffectTable.numbers(in: fixture.database)
            #expect(done.count >= 30 && done.count < Self.messages)
            let rest = Redeliveries()
            let consumer = Consumer(fixture.consuming, queue: "ledger.cmd", handler: rest.take)
            try await withRunning(consumer) { _ in
                try await eventually("the rest") {
                    rest.numbers.all.count >= Self.messages - done.count
                }
                try await eventually("an empty queue") {
                    try await fixture.host.depth(of: "ledger.cmd") == 0
                }
            }
            // What was handled was acknowledged.
            #expect(rest.numbers.all.values.reduce(0, +) == Self.messages - done.count)
            #expect(Set(rest.numbers.all.keys).isDisjoint(with: done))
            #expect(rest.redelivered.all.isEmpty)
        }
    }

    /// Handles messages in a process of its own, until that is told to end in the middle.
    private static func work(at address: ProcessAddress, untilEffects count: Int) async throws {
        let consuming = BrokerConnection(hasty: address.broker, name: "child-consume")
        let publishing = BrokerConnection(hasty: address.broker, name: "child-publish")
        let pool = PostgresPool(
            PostgresConfiguration(url: address.database, schema: address.schema)
        )
        let child = Child(
            pool: pool,
            consuming: consuming,
            publishing: publishing,
            publisher: Publisher(publishing)
        )
        let effects = Tally()
        let handler = EffectHandler { _ in
            // Slow enough that there is work in flight.
            usleep(2_000)
            if effects.add(0) == count { kill(getpid(), SIGTERM) }
            return nil
        }
        let consumer = child.consumer(
            child.processor(handler),
            prefetch: 40,
            batch: BatchPolicy(maximumCount: 10)
        )
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [pool, consuming, publishing, consumer],
                gracefulShutdownSignals: [.sigterm],
                logger: Logger(label: "child")
            )
        )
        try await group.run()
    }
}

private struct Child: MessagingProcess {
    let pool: PostgresPool
    let consuming: BrokerConnection
    let publishing: BrokerConnection
    let publisher: Publisher
}

/// Takes what is left.
private final class Redeliveries: Sendable {
    let numbers = Tally()
    let redelivered = Tally()

    @Sendable func take(_ deliveries: [Delivery]) -> [Settlement] {
        for delivery in deliveries {
            // What cannot be read is none of ours.
            let number = try? IncomingMessage(delivery).decode(TestCommand.self).number
            self.numbers.add(number ?? -1)
            if delivery.isRedelivered { self.redelivered.add(number ?? -1) }
        }
        return deliveries.map { _ in .acknowledge }
    }
}
