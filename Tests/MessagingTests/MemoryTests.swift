import Contracts
import FoundationEssentials
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Messaging

/// What batches remember of messages and requests once they know what came of them.
@Suite(.requiresPostgres) struct MemoryTests {
    @Test func `a message that is remembered is recalled with its outcome`() async throws {
        try await withLedger { database in
            let timed = try IncomingMessage.of(TestCommand(number: 1))
            let untimed = try IncomingMessage.of(TestCommand(number: 2), id: UUID())
            let forged = try IncomingMessage.of(TestCommand(number: 3), id: timed.id)
            let outcome = InboxOutcome(code: 7, body: [1, 2, 3])
            #expect(
                try await recall([timed, untimed, timed], in: database) == [
                    .fresh, .fresh, .duplicate(nil),
                ]
            )
            try await database.pool.withTransaction { transaction in
                let writes = Inbox.remember(
                    consumer: "a",
                    [(untimed, outcome), (timed, InboxOutcome(code: 0))]
                )
                for write in writes {
                    let rows = try transaction.execute(write.statement)
                    #expect(rows.affectedCount == write.count)
                }
            }
            #expect(
                try await recall([forged, untimed, timed], in: database) == [
                    .clash, .duplicate(outcome), .duplicate(InboxOutcome(code: 0)),
                ]
            )
            #expect(try await recall([timed], by: "b", in: database) == [.fresh])
        }
    }

    @Test func `whoever remembers a message second is told by the number of rows`() async throws {
        try await withLedger { database in
            let messages = try (1...3).map { try IncomingMessage.of(TestCommand(number: $0)) }
            let outcomes = messages.map { ($0, InboxOutcome(code: 0)) }
            let counts = try await database.pool.withTransaction { transaction in
                try transaction.pipeline(
                    Inbox.remember(consumer: "a", [outcomes[1]]).map(\.statement)
                        + Inbox.remember(consumer: "a", outcomes).map(\.statement)
                ).map(\.affectedCount)
            }
            #expect(counts == [1, 2])
        }
    }

    @Test func `a message there is no place for says why`() async throws {
        try await withLedger { database in
            var generator = SystemRandomNumberGenerator()
            let old = UInt64(Timestamp.now.microseconds / 1_000) - 60 * 86_400_000
            let id = UUID.version7(milliseconds: old, using: &generator)
            let message = try IncomingMessage.of(TestCommand(number: 1), id: id)
            #expect(try await recall([message], in: database) == [.fresh])
            let error = await #expect(throws: PostgresError.self) {
                try await database.pool.withTransaction { transaction in
                    let writes = Inbox.remember(consumer: "a", [(message, InboxOutcome(code: 0))])
                    _ = try transaction.pipeline(writes.map(\.statement))
                }
            }
            let reason = try InboxError(#require(error), of: [message])
            #expect(reason == .outsideRetention)
            let other = await #expect(throws: PostgresError.self) {
                try await database.pool.withTransaction { transaction in
                    _ = try transaction.execute("SELECT 1 / 0")
                }
            }
            #expect(try InboxError(#require(other), of: [message]) == nil)
        }
    }

    @Test func `a request that is remembered is recalled with its answer`() async throws {
        try await withLedger { database in
            let first = claim(of: "{}")
            let second = claim(of: "{}")
            let other = claim(of: "[]", messageID: first.messageID)
            #expect(
                try await recall([first, first, other], in: database) == ["new", "again", "clash"]
            )
            let answer = OperationResponse(status: 201, headers: [("ETag", "1")], body: [1])
            let counts = try await database.pool.withTransaction { transaction in
                try transaction.pipeline([
                    RequestLog.remember([(first, answer)]),
                    RequestLog.remember([(first, answer), (second, answer)]),
                ]).map(\.affectedCount)
            }
            #expect(counts == [1, 1])
            #expect(
                try await recall([second, first, other], in: database) == ["201", "201", "clash"]
            )
        }
    }
}

private func recall(
    _ messages: [IncomingMessage],
    by consumer: String = "a",
    in database: TestDatabase
) async throws -> [Claim] {
    try await database.pool.withTransaction { transaction in
        try Inbox.recall(consumer: consumer, messages, in: transaction)
    }
}

private func recall(_ claims: [RequestClaim], in database: TestDatabase) async throws -> [String] {
    try await database.pool.withTransaction { transaction in
        try RequestLog.recall(claims, in: transaction).map { standing in
            switch standing {
            case .fresh: "new"
            case .repeated: "again"
            case .clash: "clash"
            case .answered(let response): "\(response.status)"
            }
        }
    }
}

private func claim(of body: String, messageID: UUID = UUID()) -> RequestClaim {
    let principal = Principal(id: UUID(), kind: .user, name: "ada", permissions: [])
    return RequestClaim(
        OperationRequest(
            operation: "createThing",
            principal: principal,
            body: Array(body.utf8),
            messageID: messageID
        )
    )
}
