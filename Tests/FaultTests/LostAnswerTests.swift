import AMQP
import Postgres
import TestSupport
import Testing

@testable import Messaging

/// Something happened, and the word of it is lost on the way.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct LostAnswerTests {
    @Test func `confirm_lost: the same id is published again and has one effect`() async throws {
        try await withBrokerProxy { proxy in
            try await withMessaging(through: proxy) { fixture in
                let direct = BrokerConnection(hasty: fixture.host.url, name: "test-direct")
                let arrivals = Arrivals()
                try await withRunning([direct, arrivals.consumer(over: direct)]) {
                    try await withRunning(fixture.relay()) { _ in
                        // The channel is open and confirms once before they get lost.
                        try await fixture.append([try .command(0)])
                        try await eventually("a first message") { arrivals.numbers == [0] }
                        try await eventually("its confirm") { try await isRelayed(fixture) }
                        proxy.set(.drop, .toClient)
                        try await fixture.append([try .command(1)])
                        try await eventually("the first copy") { arrivals.ids.count == 2 }
                        proxy.cut()
                        proxy.set(.none, .toClient)
                        try await eventually("the second copy") { arrivals.ids.count == 3 }
                        try await eventually("an empty outbox") { try await isRelayed(fixture) }
                    }
                }
                #expect(arrivals.numbers == [0, 1, 1])
                #expect(Set(arrivals.ids).count == 2)
                let dispositions = await fixture.processor().process(arrivals.all)
                #expect(dispositions == [.done, .done, .done])
                #expect(try await EffectTable.numbers(in: fixture.database) == [0, 1])
            }
        }
    }

    @Test func `ack_lost_after_commit: what comes again has no second effect`() async throws {
        try await withBrokerProxy { proxy in
            try await withMessaging(through: proxy) { fixture in
                let rounds = Tally()
                let processor = Watched(fixture.processor()) {
                    // Only the first acknowledgement is lost.
                    if rounds.add(0) == 1 { proxy.set(.drop, .toServer) }
                }
                try await fixture.send([try .command(1), try .command(2)])
                let batch = BatchPolicy(maximumCount: 2, maximumWait: .seconds(1))
                try await withRunning(fixture.consumer(processor, batch: batch)) { _ in
                    try await eventually("the effects") {
                        try await EffectTable.numbers(in: fixture.database) == [1, 2]
                    }
                    proxy.cut()
                    proxy.set(.none, .toServer)
                    try await eventually("the messages came again") { rounds.count(of: 0) > 1 }
                    let last = try OutboxMessage.command(3)
                    try await eventually("the broker takes one more") {
                        do {
                            try await fixture.send([last])
                            return true
                        } catch is NotConfirmed {
                            return false
                        }
                    }
                    try await eventually("the next effect") {
                        try await EffectTable.numbers(in: fixture.database).contains(3)
                    }
                }
                #expect(try await EffectTable.numbers(in: fixture.database) == [1, 2, 3])
            }
        }
    }

    /// The first commit of the table takes long; counts on, whatever becomes of the transaction.
    private static let slowCommit = Migration(
        name: "V0002_slow_commit",
        sql: """
            create sequence commits;
            grant all on sequence commits to ledger;
            create function sleep() returns trigger language plpgsql as $$
                begin
                    if nextval('commits') = 1 then perform pg_sleep(60); end if;
                    return null;
                end $$;
            create constraint trigger commit_is_slow after insert on effect
                deferrable initially deferred for each row execute function sleep();
            """
    )

    @Test func `commit_outcome_unknown: a session that ends in its commit leaves one effect`()
        async throws
    {
        try await withMessaging(migrations: [Self.slowCommit]) { fixture in
            try await withRunning([fixture.consumer(fixture.processor()), fixture.drainer()]) {
                try await fixture.send([try .command(1)])
                try await PostgresSession.with(fixture.database.administration) { session in
                    try await eventually("the commit was under way") {
                        try await session.withTransaction { transaction in
                            let ended = try transaction.execute(
                                """
                                SELECT pg_terminate_backend(pid)
                                FROM pg_stat_activity
                                WHERE datname = current_database() AND wait_event = 'PgSleep'
                                """
                            )
                            return !ended.isEmpty
                        }
                    }
                }
                try await eventually("the effect") {
                    try await EffectTable.numbers(in: fixture.database) == [1]
                }
            }
            #expect(try await fixture.count("SELECT last_value FROM commits") == 2)
            #expect(try await fixture.letters().isEmpty)
        }
    }

    @Test func `commit_outcome_unknown: a commit whose answer is lost has one effect`()
        async throws
    {
        try await withMessaging { fixture in
            try await withFaultProxy(to: fixture.database.configuration.url) { proxy in
                var configuration = fixture.database.configuration
                configuration.url = proxy.url(configuration.url)
                configuration.maximumConnections = 1
                let pool = PostgresPool(configuration)
                let handler = EffectHandler { number in
                    // The effect is written; of what the server says from now on nothing arrives.
                    if number == 1 { proxy.set(.drop, .toClient) }
                    return nil
                }
                let processor = TransactionalProcessor(
                    consumer: "test",
                    handlers: [handler],
                    database: pool
                )
                try await withRunning([pool, fixture.consumer(processor), fixture.drainer()]) {
                    try await fixture.send([try .command(1)])
                    try await eventually("the commit took place") {
                        try await EffectTable.numbers(in: fixture.database) == [1]
                    }
                    proxy.set(.none, .toClient)
                    proxy.cut()
                    try await fixture.send([try .command(2)])
                    try await eventually("the next effect") {
                        try await EffectTable.numbers(in: fixture.database).contains(2)
                    }
                }
                #expect(try await EffectTable.numbers(in: fixture.database) == [1, 2])
                #expect(try await fixture.count("SELECT count(*) FROM inbox") == 2)
                #expect(try await fixture.letters().isEmpty)
            }
        }
    }
}

private func isRelayed(_ fixture: MessagingFixture) async throws -> Bool {
    try await fixture.count("SELECT count(*) FROM outbox") == 0
}

/// Says when a processor has done its work, before anything is acknowledged.
private struct Watched: MessageProcessor {
    private let processor: any MessageProcessor
    private let after: @Sendable () -> Void

    init(_ processor: any MessageProcessor, after: @escaping @Sendable () -> Void) {
        self.processor = processor
        self.after = after
    }

    func process(_ messages: [IncomingMessage]) async -> [Disposition] {
        let dispositions = await self.processor.process(messages)
        self.after()
        return dispositions
    }
}
