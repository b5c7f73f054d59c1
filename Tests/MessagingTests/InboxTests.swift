import FoundationEssentials
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Messaging

@Suite(.requiresPostgres) struct InboxTests {
    @Test func `a claim is fresh once, for each group of handlers`() async throws {
        try await withLedger { database in
            let message = try IncomingMessage.of(TestCommand(number: 1))
            #expect(try await claim([message], in: database) == [.fresh])
            #expect(try await claim([message], in: database) == [.duplicate(nil)])
            let other = try await database.pool.withTransaction { transaction in
                try Inbox.claim(consumer: "b", [message], in: transaction)
            }
            #expect(other == [.fresh], "another group of handlers has effects of its own")
        }
    }

    @Test func `the same identifier with another content is a clash`() async throws {
        try await withLedger { database in
            let message = try IncomingMessage.of(TestCommand(number: 1))
            let forged = try IncomingMessage.of(TestCommand(number: 2), id: message.id)
            #expect(try await claim([message], in: database) == [.fresh])
            #expect(try await claim([forged], in: database) == [.clash])
        }
    }

    @Test func `a batch tells fresh, duplicate and clash apart, in its own order`() async throws {
        try await withLedger { database in
            let old = try IncomingMessage.of(TestCommand(number: 1))
            let untimed = try IncomingMessage.of(TestCommand(number: 2), id: UUID())
            #expect(try await claim([old, untimed], in: database) == [.fresh, .fresh])
            let new = try IncomingMessage.of(TestCommand(number: 3))
            let clash = try IncomingMessage.of(TestCommand(number: 4), id: new.id)
            let claims = try await claim([new, old, new, clash, untimed], in: database)
            #expect(
                claims == [.fresh, .duplicate(nil), .duplicate(nil), .clash, .duplicate(nil)]
            )
        }
    }

    @Test func `neighbours that a handler takes together are handled at once, in order`()
        async throws
    {
        try await withLedger { database in
            let processor = TransactionalProcessor(
                consumer: "together",
                handlers: [Sums(), FactEffect()],
                database: database.pool
            )
            let old = try IncomingMessage.of(TestCommand(number: 100))
            _ = await processor.process([old])
            let dispositions = await processor.process([
                try .of(TestCommand(number: 1)), old, try .of(TestCommand(number: 2)),
                try .of(TestFact(number: 7)), try .of(TestFact(number: 8)),
                try .of(TestCommand(number: 3)),
            ])
            #expect(dispositions.allSatisfy { if case .done = $0 { true } else { false } })
            #expect(try await EffectTable.numbers(in: database) == [100, 3, 7, 8, 3])
        }
    }

    @Test func `a rolled back claim was never made`() async throws {
        try await withLedger { database in
            let message = try IncomingMessage.of(TestCommand(number: 1))
            await #expect(throws: CancellationError.self) {
                try await database.pool.withTransaction { transaction in
                    _ = try Inbox.claim(consumer: "a", [message], in: transaction)
                    throw CancellationError()
                }
            }
            #expect(try await claim([message], in: database) == [.fresh])
        }
    }

    @Test func `a message older than the retention is refused`() async throws {
        try await withLedger { database in
            var generator = SystemRandomNumberGenerator()
            let old = UInt64(Timestamp.now.microseconds / 1_000) - 60 * 86_400_000
            let id = UUID.version7(milliseconds: old, using: &generator)
            let message = try IncomingMessage.of(TestCommand(number: 1), id: id)
            await #expect(throws: InboxError.outsideRetention) {
                try await claim([message], in: database)
            }
        }
    }

    @Test func `a recent message waits for the table of its week`() async throws {
        try await withLedger { database in
            try await PostgresSession.with(database.administration) { session in
                try await session.withTransaction { transaction in
                    _ = try transaction.execute(
                        """
                        DO $$ DECLARE part regclass; BEGIN
                            FOR part IN SELECT inhrelid FROM pg_inherits
                                WHERE inhparent = 'ledger.inbox'::regclass
                            LOOP EXECUTE format('DROP TABLE %s', part); END LOOP;
                        END $$
                        """
                    )
                }
            }
            let message = try IncomingMessage.of(TestCommand(number: 1))
            let error = await #expect(throws: InboxError.self) {
                try await claim([message], in: database)
            }
            #expect(error == .notReady)
            #expect(Failure(InboxError.notReady).kind == .transient)
            try await InboxPruner(database: database.pool).maintain()
            #expect(try await claim([message], in: database) == [.fresh])
        }
    }

    @Test func `two batches with the same messages in other orders both end`() async throws {
        try await withLedger { database in
            let messages = try (0..<200).map { try IncomingMessage.of(TestCommand(number: $0)) }
            let claims = try await withThrowingTaskGroup(of: [Claim].self) { group in
                for order in [messages, messages.reversed(), messages.shuffled()] {
                    group.addTask { try await claim(order, in: database) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claims.count { $0 == .fresh } == 200)
        }
    }

    @Test func `pruning drops weeks beyond the retention and makes those to come`() async throws {
        try await withLedger { database in
            try await PostgresSession.with(database.administration) { session in
                try await session.withTransaction { transaction in
                    _ = try transaction.execute(
                        """
                        SELECT ledger.inbox_maintain(interval '90 days', interval '14 days')
                        """
                    )
                }
            }
            let before = try await partitions(in: database)
            let dropped = try await InboxPruner(database: database.pool).prune()
            let after = try await partitions(in: database)
            #expect(dropped >= 7)
            #expect(after == before - dropped)
            #expect(try await InboxPruner(database: database.pool).prune() == 0)
            let ahead = Timestamp.now.advanced(by: .seconds(13 * 86_400))
            var generator = SystemRandomNumberGenerator()
            let id = UUID.version7(
                milliseconds: UInt64(ahead.microseconds / 1_000),
                using: &generator
            )
            let early = try IncomingMessage.of(TestCommand(number: 1), id: id)
            #expect(try await claim([early], in: database) == [.fresh])
        }
    }

    @Test func `pruning forgets old answers and identifiers without a time`() async throws {
        try await withLedger { database in
            _ = try await database.pool.withTransaction { transaction in
                try transaction.pipeline([
                    """
                    INSERT INTO request_log (message_id, operation, principal, fingerprint, created_at)
                    SELECT gen_random_uuid(), 'x', gen_random_uuid(), '\\x00',
                        now() - make_interval(days => age)
                    FROM generate_series(1, 10) AS age
                    """,
                    """
                    INSERT INTO inbox_untimed (consumer, message_id, fingerprint, received_at)
                    SELECT 'a', gen_random_uuid(), '\\x00', now() - make_interval(days => age)
                    FROM generate_series(1, 40) AS age
                    """,
                ])
            }
            try await InboxPruner(database: database.pool).prune()
            #expect(try await count("SELECT count(*) FROM request_log", in: database) == 6)
            #expect(try await count("SELECT count(*) FROM inbox_untimed", in: database) == 34)
        }
    }
}

/// A database with the tables of this module, as the ledger sees it.
func withLedger<Result: Sendable>(
    _ body: (TestDatabase) async throws -> Result
) async throws -> Result {
    try await withTestDatabase(
        schema: "ledger",
        migrations: MessagingSchema.migrations + [EffectTable.migration],
        body
    )
}

func count(_ statement: SQL, in database: TestDatabase) async throws -> Int {
    try await database.pool.withTransaction(.readOnly) { transaction in
        Int(try transaction.execute(statement)[0].decode(0, as: Int64.self))
    }
}

private func claim(_ messages: [IncomingMessage], in database: TestDatabase) async throws -> [Claim]
{
    try await database.pool.withTransaction { transaction in
        try Inbox.claim(consumer: "a", messages, in: transaction)
    }
}

private func partitions(in database: TestDatabase) async throws -> Int {
    try await count(
        "SELECT count(*) FROM pg_inherits WHERE inhparent = 'inbox'::regclass",
        in: database
    )
}

/// Writes one row for the sum of what came together.
private struct Sums: MessageHandler {
    static let name = "test.sums"
    static let handlesTogether = true

    func handle(
        _ message: TestCommand,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try self.handle([Arrival(message: message, context: context)], in: transaction)
    }

    func handle(
        _ arrivals: [Arrival<TestCommand>],
        in transaction: borrowing Transaction
    ) throws {
        let sum = arrivals.reduce(0) { $0 + $1.message.number }
        try transaction.execute("INSERT INTO effect (number) VALUES (\(Int64(sum)))")
    }
}

/// Writes a row for each fact.
private struct FactEffect: MessageHandler {
    static let name = "test.facts"

    func handle(
        _ message: TestFact,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute("INSERT INTO effect (number) VALUES (\(Int64(message.number)))")
    }
}
