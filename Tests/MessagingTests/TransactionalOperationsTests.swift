import Contracts
import FoundationEssentials
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Messaging

/// Operations with the names of the ledger's, writing to the test's own table.
@Suite(.requiresPostgres) struct TransactionalOperationsTests {
    @Test func `idempotency_key_concurrent: ten at once have one effect and one answer`()
        async throws
    {
        try await withLedger { database in
            let operations = TransactionalOperations([Post()], database: database.pool)
            let responses = await withTaskGroup(of: OperationResponse.self) { group in
                for _ in 0..<10 {
                    group.addTask { await operations.respond(to: request(number: 1)) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(responses.allSatisfy { $0.status == 201 })
            #expect(Set(responses.map(\.body)).count == 1)
            let replayed = responses.count { $0.header("Idempotency-Replayed") == "true" }
            #expect(replayed == 9)
            let numbers = try await EffectTable.numbers(in: database)
            #expect(numbers == [1])
        }
    }

    @Test func `idempotency_key_reuse_other_body: another body under a key is refused`()
        async throws
    {
        try await withLedger { database in
            let operations = TransactionalOperations([Post()], database: database.pool)
            #expect(await operations.respond(to: request(number: 1)).status == 201)
            let second = await operations.respond(to: request(number: 2))
            #expect(second.status == 422)
            #expect(try problem(second).code == "idempotency-key-reused")
            let numbers = try await EffectTable.numbers(in: database)
            #expect(numbers == [1])
        }
    }

    @Test func `a refusal changes nothing and is the answer ever after`() async throws {
        try await withLedger { database in
            let tally = Tally()
            let operation = Post { number in
                tally.add(number)
                return Problem.validation("/number", rule: "odd", "number must be odd.")
            }
            let operations = TransactionalOperations([operation], database: database.pool)
            let first = await operations.respond(to: request(number: 2))
            let second = await operations.respond(to: request(number: 2))
            #expect(first.status == 422 && second.status == 422)
            #expect(first.body == second.body)
            #expect(second.header("Idempotency-Replayed") == "true")
            #expect(tally.count(of: 2) == 1)
            let numbers = try await EffectTable.numbers(in: database)
            #expect(numbers == [])
        }
    }

    @Test func `a refusal that may pass is not remembered`() async throws {
        try await withLedger { database in
            let tally = Tally()
            let operation = Post { number in
                tally.add(number) == 1 ? Problem.forbidden(.stockSell) : nil
            }
            let operations = TransactionalOperations([operation], database: database.pool)
            #expect(await operations.respond(to: request(number: 1)).status == 403)
            #expect(await operations.respond(to: request(number: 1)).status == 201)
        }
    }

    @Test func `a dry run answers and keeps nothing`() async throws {
        try await withLedger { database in
            let operations = TransactionalOperations([Post()], database: database.pool)
            var dry = request(number: 1)
            dry.query = QueryParameters([.init(name: "dryRun", value: "true")])
            #expect(await operations.respond(to: dry).status == 201)
            #expect(try await EffectTable.numbers(in: database) == [])
            let real = await operations.respond(to: request(number: 1))
            #expect(real.header("Idempotency-Replayed") == nil)
            let numbers = try await EffectTable.numbers(in: database)
            #expect(numbers == [1])
        }
    }

    @Test func `a command without a key and an unknown operation are refused`() async throws {
        try await withLedger { database in
            let operations = TransactionalOperations([Post()], database: database.pool)
            var command = request(number: 1)
            command.idempotencyKey = nil
            let answer = try problem(await operations.respond(to: command))
            #expect(answer.code == "idempotency-key-missing")
            command.operation = "noSuchOperation"
            #expect(await operations.respond(to: command).status == 404)
        }
    }

    @Test func `a query cannot write`() async throws {
        try await withLedger { database in
            let operations = TransactionalOperations([WritingQuery()], database: database.pool)
            var query = request(number: 1)
            query.operation = WritingQuery.id
            #expect(await operations.respond(to: query).status >= 500)
            let numbers = try await EffectTable.numbers(in: database)
            #expect(numbers == [])
        }
    }

    @Test func `writers are refused while the outbox is over its cap`() async throws {
        try await withLedger { database in
            let load = OutboxLoad(hardCap: 5)
            load.update(OutboxCensus(pending: 6, oldestAge: .zero), of: .suite)
            let operations = TransactionalOperations([Post()], database: database.pool, load: load)
            let refused = await operations.respond(to: request(number: 1))
            #expect(refused.status == 503)
            #expect(refused.header("Retry-After") == "1")
            load.update(OutboxCensus(pending: 5, oldestAge: .zero), of: .suite)
            #expect(await operations.respond(to: request(number: 1)).status == 201)
        }
    }
}

/// Writes one effect, or refuses.
private struct Post: Operation {
    static let id = "postSale"

    struct Body: Codable {
        let number: Int
    }

    var refusal: @Sendable (Int) -> Problem? = { _ in nil }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let body: Body = try request.decode()
        try transaction.execute("INSERT INTO effect (number) VALUES (\(Int64(body.number)))")
        if let problem = self.refusal(body.number) { throw problem }
        return try .json(body, status: 201)
    }
}

/// A query that breaks its promise.
private struct WritingQuery: Operation {
    static let id = "listStock"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try transaction.execute("INSERT INTO effect (number) VALUES (1)")
        return .noContent
    }
}

private func request(number: Int) -> OperationRequest {
    let id = UUID(uuidString: "6d1f4b0e-0000-4000-8000-000000000001") ?? UUID()
    return OperationRequest(
        operation: Post.id,
        principal: Principal(id: id, kind: .user, name: "Ada", permissions: [.stockSell]),
        body: Array(#"{"number":\#(number)}"#.utf8),
        messageID: .version5(parts: ["key"]),
        idempotencyKey: "key"
    )
}

private func problem(_ response: OperationResponse) throws -> Problem {
    try MessageCoding.decode(Problem.self, from: response.body)
}
