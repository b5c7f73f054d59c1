import Logging
import ServiceKit
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

struct StartupTests {
    private struct Unreachable: Error {}

    @Test func `a condition that fails is tried again until it holds`() async throws {
        let attempts = Mutex(0)
        let gate = StartupGate()
        let sequence = StartupSequence(
            [
                StartupSequence.Condition("database") {
                    let attempt = attempts.withLock { count in
                        count += 1
                        return count
                    }
                    if attempt < 4 { throw Unreachable() }
                }
            ],
            gate: gate,
            backoff: .milliseconds(1) ... .milliseconds(2)
        )
        #expect(sequence.status != .ok)
        let group = ServiceGroup(services: [sequence], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            #expect(await gate.wait())
            #expect(sequence.status == .ok)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(attempts.withLock { $0 } == 4)
    }

    @Test func `a refusal ends the process with a sentence that says what to do`() async throws {
        let refusal = StartupRefusal.migrationsPending(service: "ledger", names: ["V0002_lot"])
        let sequence = StartupSequence(
            [StartupSequence.Condition("migrations") { throw refusal }],
            gate: StartupGate()
        )
        await #expect(throws: refusal) { try await sequence.run() }
        #expect(
            refusal.description
                == "The database of ledger lacks V0002_lot: run \"ledger migrate\" first."
        )
        #expect(ExitStatus(refusal) == .unavailable)
    }

    @Test func `a stop while waiting opens nothing and ends in peace`() async throws {
        let gate = StartupGate()
        let sequence = StartupSequence(
            [StartupSequence.Condition("database") { throw Unreachable() }],
            gate: gate,
            backoff: .seconds(3_600) ... .seconds(3_600)
        )
        let group = ServiceGroup(services: [sequence], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await eventually("the sequence waits for the database") {
                sequence.status == .failing("waits for the database: Unreachable()")
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
