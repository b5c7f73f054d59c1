import AMQP
import Contracts
import Messaging
import Postgres
import TestSupport
import Testing

/// Transactions that get in each other's way all the time.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct ConflictStormTests {
    private static let messages = 120

    /// Two rows that everybody wants, and a serialization failure at every fifth turn.
    private static let storm = Migration(
        name: "V0002_storm",
        sql: """
            create table account (id bigint primary key, amount bigint not null);
            insert into account values (0, 0), (1, 0);
            create sequence turns;
            create function turn() returns void language plpgsql as $$
                begin
                    if nextval('turns') % 5 = 0 then
                        raise exception 'a conflict' using errcode = '40001';
                    end if;
                end $$;
            grant select, update on account to ledger;
            grant all on sequence turns to ledger;
            """
    )

    @Test func `serialization_and_deadlock_storm: every message has its effect, and no letter`()
        async throws
    {
        try await withMessaging(migrations: [Self.storm]) { fixture in
            try await self.hastenDeadlocks(in: fixture)
            // Made after that, so that its sessions know it.
            let pool = PostgresPool(fixture.database.configuration)
            let processor = TransactionalProcessor(
                consumer: "test",
                handlers: [Grabber()],
                database: pool
            )
            let batch = BatchPolicy(maximumCount: 5)
            let consumers = (0..<3).map { _ in
                fixture.consumer(processor, prefetch: 10, batch: batch)
            }
            try await withRunning([pool, fixture.drainer()] + consumers) {
                try await fixture.send(
                    try (0..<Self.messages).map { try OutboxMessage.command($0) }
                )
                try await eventually("all effects", within: .seconds(60)) {
                    try await EffectTable.numbers(in: fixture.database).count >= Self.messages
                }
                try await eventually("conflicts of both kinds") {
                    try await fixture.count(
                        """
                        SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()
                        """
                    ) > 0
                }
            }
            let numbers = try await EffectTable.numbers(in: fixture.database)
            #expect(numbers.sorted() == Array(0..<Self.messages))
            #expect(
                try await fixture.count("SELECT sum(amount)::bigint FROM account")
                    == 2 * Self.messages
            )
            #expect(try await fixture.count("SELECT last_value FROM turns") > Self.messages)
            #expect(try await fixture.letters().isEmpty)
        }
    }

    /// Lets PostgreSQL look for deadlocks sooner than after its usual second.
    private func hastenDeadlocks(in fixture: MessagingFixture) async throws {
        try await PostgresSession.with(fixture.database.administration) { session in
            try await session.execute(
                script: "ALTER DATABASE \(fixture.database.name) SET deadlock_timeout = '20ms'"
            )
        }
    }
}

/// Takes both rows, in an order that depends on the message.
private struct Grabber: MessageHandler {
    static let name = "test.grabber"

    func handle(
        _ message: TestCommand,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        let number = Int64(message.number)
        for id in number.isMultiple(of: 2) ? [0, 1] : [1, 0] as [Int64] {
            try transaction.execute("UPDATE account SET amount = amount + 1 WHERE id = \(id)")
            try transaction.execute("SELECT pg_sleep(0.002)")
        }
        try transaction.execute("SELECT turn()")
        try transaction.execute("INSERT INTO effect (number) VALUES (\(number))")
    }
}
