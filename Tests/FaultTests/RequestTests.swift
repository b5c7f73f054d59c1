import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport
import Testing

/// Requests whose answers do not reach who asked.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct RequestTests {
    @Test func `rpc_late_reply_after_timeout: asked again, the stored answer is given`()
        async throws
    {
        try await withMessaging { fixture in
            let gate = Gate()
            let operations = TransactionalOperations([CountEffect()], database: fixture.pool)
            let client = fixture.client()
            let server = fixture.server(Held(handler: operations, gate: gate))
            try await withRunning([client, server]) {
                try await eventually("ready") { client.isReady }
                await #expect(throws: Problem(.timedOut)) {
                    try await client.call(.ledger, call(), budget: .milliseconds(500))
                }
                try await eventually("the effect") {
                    try await EffectTable.numbers(in: fixture.database) == [1]
                }
                // The late answer finds nobody who waits.
                gate.open()
                let answer = try await client.call(.ledger, call(), budget: .seconds(10))
                #expect(answer.status == 201)
                #expect(answer.header("Idempotency-Replayed") == "true")
                #expect(client.pendingCount == 0)
            }
            #expect(try await EffectTable.numbers(in: fixture.database) == [1])
        }
    }

    @Test func `gateway_dies_in_flight: asked again by another, there is one effect`()
        async throws
    {
        try await withMessaging { fixture in
            let gate = Gate()
            let operations = TransactionalOperations([CountEffect()], database: fixture.pool)
            let server = fixture.server(Held(handler: operations, gate: gate))
            try await withRunning(server) { _ in
                let address = fixture.address
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [address = address as ProcessAddress] in
                    try await ChildProcess.run(at: address) { child in
                        let client = child.client()
                        try await withRunning(client) { _ in
                            try await eventually("ready") { client.isReady }
                            async let answer = client.call(.ledger, call(), budget: .seconds(60))
                            async let death: Void = dieOnEffect(of: child)
                            _ = try await (answer, death)
                        }
                    }
                }
                // The answer goes to a queue that is gone.
                gate.open()
                let client = fixture.client()
                try await withRunning(client) { _ in
                    try await eventually("ready") { client.isReady }
                    let answer = try await client.call(.ledger, call(), budget: .seconds(10))
                    #expect(answer.status == 201)
                    #expect(answer.header("Idempotency-Replayed") == "true")
                }
            }
            #expect(try await EffectTable.numbers(in: fixture.database) == [1])
        }
    }
}

/// Dies while the answer is waited for.
private func dieOnEffect(of child: ChildProcess) async throws {
    try await eventually("the effect") {
        try await child.count("SELECT count(*) FROM effect") == 1
    }
    dieAtOnce()
}

/// The same command of the same caller, each time.
private func call() -> OperationCall {
    OperationCall(
        operation: CountEffect.id,
        principal: Principal(
            id: UUID(uuidString: "6d1f4b0e-0000-4000-8000-000000000001") ?? UUID(),
            kind: .user,
            name: "Ada",
            permissions: [.stockSell]
        ),
        body: Array("{}".utf8),
        idempotencyKey: "k-1"
    )
}

/// Performs at once, and keeps the answer until a gate opens.
private struct Held: OperationHandler {
    let handler: any OperationHandler
    let gate: Gate

    func respond(to request: OperationRequest) async -> OperationResponse {
        let response = await self.handler.respond(to: request)
        // Cancelled at the end of the test.
        try? await eventually("the gate", within: .seconds(60)) { self.gate.isOpen }
        return response
    }
}
