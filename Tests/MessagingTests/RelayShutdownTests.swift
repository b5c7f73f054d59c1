import Logging
import Postgres
import ServiceLifecycle
import TestSupport
import Testing

@testable import Messaging

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct RelayShutdownTests {
    @Test func `a relay that is told to stop publishes what is still there`() async throws {
        try await withMessaging { fixture in
            var policy = RelayPolicy.hasty
            // Looks once at its start, and not again by itself.
            policy.poll = .seconds(3_600) ... .seconds(3_600)
            let signal = OutboxSignal()
            let group = ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: [fixture.relay(signal: signal, policy: policy)],
                    logger: Logger(label: "test")
                )
            )
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                signal.notify()
                try await fixture.append([try .command(0)])
                try await eventually("a relay at work") {
                    signal.notify()
                    return try await fixture.count("SELECT count(*) FROM outbox") == 0
                }
                try await fixture.append(try (1...1_200).map { try OutboxMessage.command($0) })
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            let rows = try await fixture.count("SELECT count(*) FROM outbox")
            #expect(rows == 0)
            #expect(try await fixture.host.depth(of: "ledger.cmd") == 1_201)
        }
    }
}
