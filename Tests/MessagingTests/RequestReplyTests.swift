import AMQP
import Contracts
import FoundationEssentials
import Kernel
import Logging
import Postgres
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Messaging

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct RequestReplyTests {
    @Test func `a request is answered, and a hundred at once each get their own`() async throws {
        try await withRPC(handler: Echo()) { _, client in
            let response = try await client.call(.ledger, call(body: "hello"), budget: .seconds(10))
            #expect(response.status == 200)
            #expect(response.body == Array("hello".utf8))
            #expect(response.header("ETag") == "\"1\"")
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let body = "\(number)"
                        let answer = try await client.call(
                            .ledger,
                            call(body: body),
                            budget: .seconds(10)
                        )
                        return answer.body == Array(body.utf8)
                    }
                }
                for try await isOwn in group { #expect(isOwn) }
            }
        }
    }

    @Test func `rpc_late_reply_after_timeout: a spent budget is 504, the answer dropped`()
        async throws
    {
        let gate = Gate()
        try await withRPC(handler: Slow(gate: gate)) { _, client in
            await #expect(throws: Problem(.timedOut)) {
                try await client.call(.ledger, call(), budget: .milliseconds(300))
            }
            gate.open()
            let response = try await client.call(.ledger, call(), budget: .seconds(10))
            #expect(response.status == 204)
            #expect(client.pendingCount == 0)
        }
    }

    @Test func `a service without a queue is 503 at once`() async throws {
        try await withRPC(handler: Echo()) { _, client in
            let error = await #expect(throws: Problem.self) {
                try await client.call(.notifier, call(), budget: .seconds(60))
            }
            #expect(error?.status == 503)
        }
    }

    @Test func `a full request queue is 503 at once`() async throws {
        try await withMessaging { fixture in
            try await fixture.host.setPolicy(
                "ledger.rpc",
                pattern: "^ledger\\.rpc$",
                ["max-length": 2, "overflow": "reject-publish"]
            )
            let client = fixture.client()
            try await withRunning(client) { _ in
                try await eventually("ready") { client.isReady }
                let filler = OutboundMessage(
                    exchange: ServiceName.ledger.exchange(.requests),
                    routingKey: ServiceName.ledger.queue(.requests),
                    body: []
                )
                // A policy takes effect a moment after it was set.
                try await eventually("the queue is full") {
                    try await fixture.publisher.publish([filler]) == [.refused]
                }
                #expect(await status(of: client, budget: .seconds(60)) == 503)
            }
        }
    }

    @Test func `rpc_broker_lost: everything that waits fails at once`() async throws {
        let gate = Gate()
        try await withRPC(handler: Slow(gate: gate)) { fixture, client in
            async let status = status(of: client, budget: .seconds(60))
            try await eventually("the request is waited for") { client.pendingCount == 1 }
            try await eventually("the broker hangs up") {
                try await fixture.host.closeConnections(named: "test-consume") > 0
            }
            #expect(await status == 503)
            gate.open()
            try await eventually("ready again") { client.isReady }
            let response = try await client.call(.ledger, call(), budget: .seconds(10))
            #expect(response.status == 204)
        }
    }

    @Test func `a command repeated after a timeout has one effect and one answer`() async throws {
        try await withMessaging { fixture in
            let operations = TransactionalOperations([CountEffect()], database: fixture.pool)
            let client = fixture.client()
            try await withRunning([client, fixture.server(operations)]) {
                try await eventually("ready") { client.isReady }
                let command = call(CountEffect.id, body: "{}", key: "k-1")
                let first = try await client.call(.ledger, command, budget: .seconds(10))
                let second = try await client.call(.ledger, command, budget: .seconds(10))
                #expect(first.status == 201 && first.body == second.body)
                #expect(second.header("Idempotency-Replayed") == "true")
                let other = call(CountEffect.id, body: #"{"a":1}"#, key: "k-1")
                let third = try await client.call(.ledger, other, budget: .seconds(10))
                #expect(third.status == 422)
                #expect(try await EffectTable.numbers(in: fixture.database) == [1])
            }
        }
    }

    @Test func `more requests than workers are answered, no more at a time than there are`()
        async throws
    {
        try await withMessaging { fixture in
            let crowd = Crowd()
            let client = fixture.client()
            try await withRunning([client, fixture.server(crowd, concurrency: 3)]) {
                try await eventually("ready") { client.isReady }
                let statuses = await withTaskGroup(of: Int.self) { group in
                    for _ in 0..<40 {
                        group.addTask { await status(of: client, budget: .seconds(30)) }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(statuses == Array(repeating: 204, count: 40))
            }
            #expect(crowd.most == 3)
        }
    }

    @Test func `a server that is told to stop answers what has been delivered to it`()
        async throws
    {
        try await withMessaging { fixture in
            let gate = Gate()
            let client = fixture.client()
            let group = ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: [fixture.server(Slow(gate: gate), concurrency: 3)],
                    logger: Logger(label: "test")
                )
            )
            try await withRunning(client) { _ in
                try await eventually("ready") { client.isReady }
                let statuses = try await withThrowingTaskGroup(of: Int.self) { calls in
                    let queue = ServiceName.ledger.queue(.requests)
                    for number in 1...6 {
                        calls.addTask { await status(of: client, budget: .seconds(30)) }
                        // Each in a bundle of its own.
                        try await eventually("it waits") {
                            try await fixture.host.depth(of: queue) == number
                        }
                    }
                    async let running: Void = group.run()
                    // Three are worked on, and three wait for a worker.
                    try await eventually("delivery") {
                        try await fixture.host.depth(of: queue) == 0
                    }
                    await group.triggerGracefulShutdown()
                    gate.open()
                    try await running
                    return try await calls.reduce(into: []) { $0.append($1) }
                }
                #expect(statuses == Array(repeating: 204, count: 6))
            }
        }
    }

    @Test func `a principal that the gateway did not vouch for is refused`() async throws {
        try await withMessaging { fixture in
            let stranger = try #require(AssertionKey(bytes: [UInt8](repeating: 9, count: 32)))
            let client = fixture.client(key: stranger)
            try await withRunning([client, fixture.server(Echo())]) {
                try await eventually("ready") { client.isReady }
                let response = try await client.call(.ledger, call(), budget: .seconds(10))
                #expect(response.status == 403)
                let problem = try MessageCoding.decode(Problem.self, from: response.body)
                #expect(problem.code == "forged-principal")
            }
        }
    }
}

private func withRPC(
    handler: any OperationHandler,
    _ body: (MessagingFixture, OperationClient) async throws -> Void
) async throws {
    try await withMessaging { fixture in
        let client = fixture.client()
        try await withRunning([client, fixture.server(handler)]) {
            try await eventually("ready") { client.isReady }
            try await body(fixture, client)
        }
    }
}

private func call(
    _ operation: String = "listStock",
    body: String = "",
    key: String? = nil
) -> OperationCall {
    let id = UUID(uuidString: "6d1f4b0e-0000-4000-8000-000000000001") ?? UUID()
    return OperationCall(
        operation: operation,
        principal: Principal(
            id: id,
            kind: .user,
            name: "Ada",
            permissions: [.stockRead, .stockSell]
        ),
        body: Array(body.utf8),
        idempotencyKey: key
    )
}

/// The status of a call, be it answered or refused.
private func status(of client: OperationClient, budget: Duration) async -> Int {
    do {
        return try await client.call(.ledger, call(), budget: budget).status
    } catch {
        return (error as? Problem)?.status ?? 0
    }
}

/// Answers with what it was asked.
private struct Echo: OperationHandler {
    func respond(to request: OperationRequest) async -> OperationResponse {
        OperationResponse(status: 200, headers: [("ETag", "\"1\"")], body: request.body)
    }
}

/// Counts how many it answers at a time.
private final class Crowd: OperationHandler {
    private let counts = Mutex((inside: 0, most: 0))

    var most: Int { self.counts.withLock { $0.most } }

    func respond(to request: OperationRequest) async -> OperationResponse {
        self.counts.withLock { counts in
            counts.inside += 1
            counts.most = max(counts.most, counts.inside)
        }
        // Cancelled at the end of the test.
        try? await Task.sleep(for: .milliseconds(5))
        self.counts.withLock { $0.inside -= 1 }
        return .noContent
    }
}

/// Answers when a gate opens.
private struct Slow: OperationHandler {
    let gate: Gate

    func respond(to request: OperationRequest) async -> OperationResponse {
        // Cancelled at the end of the test.
        try? await eventually("the gate", within: .seconds(30)) { self.gate.isOpen }
        return .noContent
    }
}
