import Contracts
import FoundationEssentials
import Kernel
import Postgres
import ServiceLifecycle
import TestSupport
import Testing

@testable import Messaging

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct DeadLetterTests {
    private static let ada = Actor(kind: .user, id: UUID(), name: "Ada")

    @Test func `dlq_replay_twice, two_operators_replay: a letter has one effect`() async throws {
        try await withMessaging { fixture in
            let isMended = Tally()
            let handler = EffectHandler { _ in
                isMended.all.isEmpty ? Failure.permanent("broken", "a bug") : nil
            }
            let services: [any Service] = [
                fixture.consumer(fixture.processor(handler)), fixture.drainer(), fixture.relay(),
            ]
            try await withRunning(services) {
                let message = try OutboxMessage.command(5)
                try await fixture.send([message])
                try await eventually("the letter") { try await fixture.letters().count == 1 }
                let letter = try #require(try await fixture.letters().first)
                isMended.add(1)
                let outcomes = await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<2 {
                        group.addTask { await replay(letter.id, in: fixture) }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(outcomes.count(where: \.self) == 1, "the second one finds it taken")
                try await eventually("the effect") {
                    try await EffectTable.numbers(in: fixture.database) == [5]
                }
                try await eventually("replayed") {
                    try await state(of: letter.id, in: fixture) == .replayed
                }
                // A second copy on the wire, as after a lost confirm.
                try await fixture.send([letter.replayed(by: .ledger)])
                try await eventually("an empty queue") {
                    try await fixture.host.depth(of: "ledger.cmd") == 0
                }
            }
            #expect(try await EffectTable.numbers(in: fixture.database) == [5])
        }
    }

    @Test func `a letter that fails again is open again, and the same row`() async throws {
        try await withMessaging { fixture in
            let handler = EffectHandler { _ in Failure.permanent("broken", "a bug") }
            let services: [any Service] = [
                fixture.consumer(fixture.processor(handler)), fixture.drainer(), fixture.relay(),
            ]
            try await withRunning(services) {
                try await fixture.send([try .command(5)])
                try await eventually("the letter") { try await fixture.letters().count == 1 }
                let letter = try #require(try await fixture.letters().first)
                #expect(await replay(letter.id, in: fixture))
                try await eventually("open again") {
                    try await fixture.count(
                        "SELECT count(*) FROM dead_letter WHERE state = 'open' AND times_seen = 2"
                    ) == 1
                }
                #expect(try await fixture.letters().map(\.id) == [letter.id])
            }
        }
    }

    @Test func `a letter whose headers cannot be stored is kept without them`() async throws {
        try await withMessaging { fixture in
            try await withRunning(PostgresPool(fixture.database.administration)) { owner in
                _ = try await owner.withTransaction { transaction in
                    try transaction.execute(
                        "ALTER TABLE dead_letter ADD CONSTRAINT no_headers CHECK (headers = '{}')"
                    )
                }
            }
            let handler = EffectHandler { _ in Failure.permanent("broken", "a bug") }
            let services: [any Service] = [
                fixture.consumer(fixture.processor(handler)), fixture.drainer(), fixture.relay(),
            ]
            try await withRunning(services) {
                try await fixture.send([try .command(5)])
                try await eventually("the letter") { try await fixture.letters().count == 1 }
            }
            let letter = try #require(try await fixture.letters().first)
            #expect(letter.headers.isEmpty)
            #expect(letter.errorText == "a bug Its headers could not be stored.")
            #expect(letter.errorCode == "broken")
        }
    }

    @Test func `a discarded letter keeps its reason and is not sent again`() async throws {
        try await withMessaging { fixture in
            let letter = try await store(.command(1), in: fixture)
            let operations = TransactionalOperations(
                DeadLetterOperations.all,
                database: fixture.pool
            )
            let discarded = await operations.respond(
                to: request("discardDeadLetter", letter, body: #"{"reason":"a test"}"#)
            )
            #expect(discarded.status == 200)
            let view = try MessageCoding.decode(JSONValue.self, from: discarded.body)
            #expect(view["state"] == "discarded")
            #expect(view["note"] == "a test")
            #expect(view["decidedBy"]?["name"] == "Ada")
            let replayed = await operations.respond(to: request("replayDeadLetter", letter))
            #expect(replayed.status == 409)
            #expect(try await fixture.count("SELECT count(*) FROM outbox") == 0)
        }
    }

    @Test func `letters are listed by state, in pages`() async throws {
        try await withMessaging { fixture in
            for number in 0..<5 { _ = try await store(.command(number), in: fixture) }
            let operations = TransactionalOperations(
                DeadLetterOperations.all,
                database: fixture.pool
            )
            var seen: [JSONValue] = []
            var cursor: String?
            repeat {
                var query = [QueryParameters.Pair(name: "limit", value: "2")]
                if let cursor { query.append(.init(name: "cursor", value: cursor)) }
                var request = request("listDeadLetters", nil)
                request.query = QueryParameters(query)
                let response = await operations.respond(to: request)
                let page = try MessageCoding.decode(JSONValue.self, from: response.body)
                seen += page["items"]?.elements ?? []
                cursor = page["next"]?.text
            } while cursor != nil
            #expect(seen.count == 5)
            #expect(Set(seen.compactMap { $0["id"]?.text }).count == 5)
            #expect(seen.allSatisfy { $0["errorCode"] == "broken" && $0["service"] == "ledger" })
        }
    }

    @Test func `a cursor of another list of letters is refused`() async throws {
        try await withMessaging { fixture in
            for number in 0..<2 { _ = try await store(.command(number), in: fixture) }
            let operations = TransactionalOperations(
                DeadLetterOperations.all,
                database: fixture.pool
            )
            var request = request("listDeadLetters", nil)
            request.query = QueryParameters([.init(name: "limit", value: "1")])
            let first = try MessageCoding.decode(
                JSONValue.self,
                from: await operations.respond(to: request).body
            )
            let cursor = try #require(first["next"]?.text)
            request.query = QueryParameters([
                .init(name: "cursor", value: cursor), .init(name: "state", value: "discarded"),
            ])
            let response = await operations.respond(to: request)
            let problem = try MessageCoding.decode(JSONValue.self, from: response.body)
            #expect(response.status == 400)
            #expect(problem["code"] == "invalid-cursor")
        }
    }

    @Test func `dlq_replay_older_than_retention: what the inbox has forgotten is refused`()
        async throws
    {
        try await withMessaging { fixture in
            var generator = SystemRandomNumberGenerator()
            let old = UInt64(Timestamp.now.microseconds / 1_000) - 40 * 86_400_000
            var message = try OutboxMessage.command(1)
            message.id = .version7(milliseconds: old, using: &generator)
            let letter = try await store(message, in: fixture)
            #expect(await replay(letter, in: fixture) == false)
            #expect(try await state(of: letter, in: fixture) == .open)
        }
    }

    /// Puts a letter into the table by way of the queue.
    private func store(
        _ message: OutboxMessage,
        in fixture: MessagingFixture
    ) async throws -> ID<DeadLetter> {
        let before = Set(try await fixture.letters().map(\.id))
        let handler = EffectHandler { _ in Failure.permanent("broken", "a bug") }
        let consumer = fixture.consumer(fixture.processor(handler))
        try await withRunning([consumer, fixture.drainer()]) {
            try await fixture.send([message])
            try await eventually("the letter") {
                try await fixture.letters().count == before.count + 1
            }
        }
        let new = try await fixture.letters().map(\.id).filter { !before.contains($0) }
        return try #require(new.first)
    }

    private func request(
        _ operation: String,
        _ letter: ID<DeadLetter>?,
        body: String = ""
    ) -> OperationRequest {
        OperationRequest(
            operation: operation,
            principal: Principal(id: UUID(), kind: .user, name: "Ada", permissions: []),
            path: letter.map { ["service": "ledger", "deadLetterId": $0.description] } ?? [:],
            body: Array(body.utf8),
            messageID: UUID(),
            idempotencyKey: "key"
        )
    }

    /// Whether this call was the one to replay it.
    private func replay(_ id: ID<DeadLetter>, in fixture: MessagingFixture) async -> Bool {
        do {
            _ = try await fixture.pool.withTransaction { transaction in
                try DeadLetters.replay(id, by: Self.ada, note: nil, in: transaction)
            }
            return true
        } catch {
            #expect((error as? Problem)?.code == "wrong-state")
            return false
        }
    }

    private func state(
        of id: ID<DeadLetter>,
        in fixture: MessagingFixture
    ) async throws -> DeadLetterState {
        try await fixture.pool.withTransaction(.readOnly) { transaction in
            try DeadLetters.get(id, in: transaction).state
        }
    }
}
