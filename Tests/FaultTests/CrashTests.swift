import AMQP
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Messaging

/// A process that dies between two steps of its work, as by kill -9; another goes on.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct CrashTests {
    @Test func `crash_between_commit_and_ack: the effect stays the only one`() async throws {
        try await withMessaging { fixture in
            try await fixture.send([try .command(1), try .command(2)])
            let address = fixture.address
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [address = address as ProcessAddress] in
                try await ChildProcess.run(at: address, dyingAt: "after-commit") { child in
                    let batch = BatchPolicy(maximumCount: 2, maximumWait: .seconds(5))
                    try await withRunning(child.consumer(child.processor(), batch: batch)) { _ in
                        try await Task.sleep(for: .seconds(60))
                    }
                }
            }
            #expect(try await EffectTable.numbers(in: fixture.database) == [1, 2])
            try await eventually("both are back in the queue") {
                try await fixture.host.depth(of: "ledger.cmd") == 2
            }
            try await self.finish(fixture, expecting: [1, 2, 3])
        }
    }

    @Test func `crash_between_confirm_and_outbox_delete: what is published again has one effect`()
        async throws
    {
        try await withMessaging { fixture in
            try await fixture.append([try .command(1), try .command(2)])
            let address = fixture.address
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [address = address as ProcessAddress] in
                try await ChildProcess.run(at: address, dyingAt: "after-confirm") { child in
                    try await withRunning(child.relay()) { _ in
                        try await Task.sleep(for: .seconds(60))
                    }
                }
            }
            #expect(try await fixture.host.depth(of: "ledger.cmd") == 2)
            #expect(try await fixture.count("SELECT count(*) FROM outbox") == 2)
            try await withRunning(fixture.relay()) { _ in
                try await eventually("an empty outbox") {
                    try await fixture.count("SELECT count(*) FROM outbox") == 0
                }
            }
            #expect(try await fixture.host.depth(of: "ledger.cmd") == 4)
            try await self.finish(fixture, expecting: [1, 2, 3])
        }
    }

    @Test func `crash_between_retry_confirm_and_ack: original and copy have one effect`()
        async throws
    {
        try await withMessaging { fixture in
            try await fixture.send([try .command(1)])
            let address = fixture.address
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [address = address as ProcessAddress] in
                try await ChildProcess.run(at: address, dyingAt: "after-copy") { child in
                    let failing = EffectHandler { _ in Failure.transient("later", "not yet") }
                    try await withRunning(child.consumer(child.processor(failing))) { _ in
                        try await Task.sleep(for: .seconds(60))
                    }
                }
            }
            #expect(try await EffectTable.numbers(in: fixture.database) == [])
            try await eventually("original and copy") {
                try await fixture.host.depth(of: "ledger.cmd") == 2
            }
            try await self.finish(fixture, expecting: [1, 3])
        }
    }

    /// Handles what is left and one message more.
    private func finish(_ fixture: MessagingFixture, expecting numbers: [Int]) async throws {
        try await withRunning([fixture.consumer(fixture.processor()), fixture.drainer()]) {
            try await fixture.send([try .command(3)])
            try await eventually("the last effect") {
                try await EffectTable.numbers(in: fixture.database).contains(3)
            }
            try await eventually("an empty queue") {
                try await fixture.host.depth(of: "ledger.cmd") == 0
            }
        }
        #expect(try await EffectTable.numbers(in: fixture.database) == numbers)
        #expect(try await fixture.count("SELECT count(*) FROM inbox") == numbers.count)
        #expect(try await fixture.letters().isEmpty)
    }
}
