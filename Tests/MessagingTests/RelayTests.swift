import AMQP
import Contracts
import FoundationEssentials
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Messaging

@Suite(.requiresPostgres, .timeLimit(.minutes(3))) struct RelayTests {
    @Test func `five thousand rows are drained, each key in its order`() async throws {
        try await withMessaging { fixture in
            let signal = OutboxSignal()
            let inbox = Arrivals()
            try await withRunning([fixture.relay(signal: signal), inbox.consumer(fixture)]) {
                for start in stride(from: 0, to: 5_000, by: 1_000) {
                    let messages = try (start..<start + 1_000).map { number in
                        try OutboxMessage.command(number, key: "key \(number % 37)")
                    }
                    try await fixture.append(messages)
                    signal.notify()
                }
                try await eventually("5,000 arrivals", within: .seconds(60)) {
                    inbox.numbers.count == 5_000
                }
                try await eventually("an empty outbox") {
                    try await fixture.count("SELECT count(*) FROM outbox") == 0
                }
            }
            for (_, numbers) in Dictionary(grouping: inbox.numbers, by: { $0 % 37 }) {
                #expect(numbers == numbers.sorted())
            }
        }
    }

    @Test func `a statement planned on an empty outbox does not read all of a backlog`()
        async throws
    {
        try await withMessaging { fixture in
            let store = OutboxStore(host: .suite)
            let read = store.oldest(500, of: Array(0..<16))
            let delete = store.deletion(of: Array(1...500))
            try await PostgresSession.with(fixture.database.administration) { session in
                // Without a page the planner takes reading all of the table for free.
                try await session.execute(script: "VACUUM ANALYZE outbox")
            }
            let plans = try await fixture.pool.withDedicatedSession(OutboxRelay.session) {
                session in
                try await session.withTransaction { transaction in
                    try [read, delete].map { statement in
                        try transaction.execute("EXPLAIN \(fragment: statement)")
                            .map { try $0.decode(0, as: String.self) }
                    }
                }
            }
            for plan in plans {
                let text = plan.joined(separator: "\n")
                #expect(plan.contains { $0.contains("Index Scan using outbox") }, "\(text)")
                #expect(!plan.contains { $0.contains("Seq Scan on outbox") }, "\(text)")
                #expect(!plan.contains { $0.contains("Sort") }, "\(text)")
            }
            // Walked once for what is held, and once for what is read.
            #expect(plans[0].filter { $0.contains(" on outbox") }.count == 2)
            #expect(plans[0].contains { $0.contains("CTE Scan on held") })
        }
    }

    @Test func `two relays share the shards and deliver everything`() async throws {
        try await withMessaging { fixture in
            let inbox = Arrivals()
            let first = fixture.relay()
            let second = fixture.relay()
            try await withRunning([first, second, inbox.consumer(fixture)]) {
                try await eventually("eight shards each") {
                    try await shardsPerSession(in: fixture) == [8, 8]
                }
                try await fixture.append(
                    try (0..<500).map { try OutboxMessage.command($0, key: "key \($0)") }
                )
                try await eventually("all arrivals") { Set(inbox.numbers).count == 500 }
            }
            #expect(inbox.numbers.count == 500, "nobody published a row of the other")
        }
    }

    @Test func `the survivor takes over the shards of a relay that died`() async throws {
        try await withMessaging { fixture in
            let inbox = Arrivals()
            try await withRunning([fixture.relay(), inbox.consumer(fixture)]) {
                try await withRunning(fixture.relay()) { _ in
                    try await eventually("eight shards each") {
                        try await shardsPerSession(in: fixture) == [8, 8]
                    }
                }
                try await eventually("all shards") {
                    try await shardsPerSession(in: fixture) == [16]
                }
                try await fixture.append(
                    try (0..<100).map { try OutboxMessage.command($0, key: "key \($0)") }
                )
                try await eventually("all arrivals") { inbox.numbers.count == 100 }
            }
        }
    }

    @Test func `unroutable_command: what nobody takes holds its key, and no other`() async throws {
        try await withMessaging { fixture in
            let inbox = Arrivals()
            try await withRunning([fixture.relay(), inbox.consumer(fixture)]) {
                var lost = try OutboxMessage.command(1, key: "held")
                lost.routingKey = "ledger.nobody_takes_this.v1"
                try await fixture.append([lost])
                try await eventually("a first refusal") {
                    try await fixture.count("SELECT count(*) FROM outbox WHERE attempts > 0") == 1
                }
                try await fixture.append([
                    try .command(2, key: "held"), try .command(3, key: "free"),
                ])
                try await eventually("the free key") { inbox.numbers == [3] }
                try await eventually("more refusals") {
                    try await fixture.count("SELECT count(*) FROM outbox WHERE attempts > 2") == 1
                }
                #expect(inbox.numbers == [3])
                try await fixture.pool.withTransaction { transaction in
                    _ = try transaction.execute(
                        """
                        UPDATE outbox SET routing_key = \(TestCommand.type)
                        WHERE attempts > 0
                        """
                    )
                }
                try await eventually("the held key, in order") { inbox.numbers == [3, 1, 2] }
            }
        }
    }

    @Test func `unroutable_command: what is returned too often is parked and frees its key`()
        async throws
    {
        try await withMessaging { fixture in
            let inbox = Arrivals()
            var policy = RelayPolicy.hasty
            policy.attemptsUntilParked = 3
            try await withRunning([fixture.relay(policy: policy), inbox.consumer(fixture)]) {
                var lost = try OutboxMessage.command(1)
                lost.routingKey = "ledger.nobody_takes_this.v1"
                try await fixture.append([lost, try .command(2)])
                try await eventually("the one behind") { inbox.numbers.contains(2) }
                try await eventually("parked") {
                    try await fixture.count(
                        "SELECT count(*) FROM outbox WHERE parked_at IS NOT NULL"
                    ) == 1
                }
            }
            #expect(
                try await fixture.count(
                    "SELECT count(*) FROM outbox WHERE last_error LIKE 'unroutable: 312%'"
                ) == 1
            )
            let unparked = try await fixture.pool.withTransaction { transaction in
                try transaction.execute("UPDATE outbox SET routing_key = \(TestCommand.type)")
                return try Outbox.unpark(in: transaction)
            }
            #expect(unparked == 1)
            try await withRunning([fixture.relay(), inbox.consumer(fixture)]) {
                try await eventually("the parked one") { inbox.numbers == [2, 1] }
            }
        }
    }

    @Test func `queue_full_nack: the outbox keeps what a full queue refuses`() async throws {
        try await withMessaging { fixture in
            try await fixture.host.setPolicy(
                "ledger.cmd",
                pattern: "^ledger\\.cmd$",
                ["max-length": 3, "overflow": "reject-publish"]
            )
            let inbox = Arrivals()
            try await withRunning(fixture.relay()) { _ in
                // The queue notices only after a while that it is full.
                for half in [0..<20, 20..<40] {
                    try await fixture.append(
                        try half.map { try OutboxMessage.command($0, key: "key \($0)") }
                    )
                    try await eventually("publishing") {
                        try await fixture.count(
                            "SELECT count(*) FROM outbox WHERE attempts = 0"
                        ) == 0
                    }
                }
                try await eventually("refusals") {
                    try await fixture.count("SELECT count(*) FROM outbox WHERE attempts > 0") > 0
                }
                try await withRunning(inbox.consumer(fixture)) { _ in
                    try await eventually("all", within: .seconds(40)) {
                        Set(inbox.numbers).count == 40
                    }
                }
            }
            #expect(
                try await fixture.count("SELECT count(*) FROM outbox WHERE parked_at IS NOT NULL")
                    == 0
            )
        }
    }

    @Test func `unroutable_event: an event without a listener is kept apart and no error`()
        async throws
    {
        try await withMessaging { fixture in
            try await withRunning(fixture.relay()) { _ in
                let message = try OutboxMessage(TestFact(number: 1), subject: "s")
                var unheard = message
                unheard.routingKey = "catalog.nobody.listens.v1"
                try await fixture.append([unheard])
                try await eventually("an empty outbox") {
                    try await fixture.count("SELECT count(*) FROM outbox") == 0
                }
            }
            #expect(try await fixture.host.depth(of: "suite.unrouted") == 1)
        }
    }

    @Test func `what is appended is published with the whole envelope`() async throws {
        try await withMessaging { fixture in
            let cause = MessageContext(try IncomingMessage.of(TestCommand(number: 0)))
            let inbox = Arrivals()
            try await withRunning([fixture.relay(), inbox.consumer(fixture)]) {
                try await fixture.pool.withTransaction { transaction in
                    try Outbox.append(
                        TestCommand(number: 9),
                        subject: "variant-1",
                        version: 4,
                        cause: cause,
                        in: transaction
                    )
                }
                try await eventually("the message") { inbox.all.count == 1 }
            }
            let message = try #require(inbox.all.first)
            #expect(message.type == TestCommand.type)
            #expect(message.source == "ledger")
            #expect(message.subject == "variant-1")
            #expect(message.version == 4)
            #expect(message.correlationID == cause.correlationID)
            #expect(message.causationID == cause.messageID)
            #expect(message.attempt == 1)
            #expect(message.id.version7Milliseconds != nil)
            #expect(try message.decode(TestCommand.self) == TestCommand(number: 9))
        }
    }

    @Test func `a message too large to publish is refused before it is stored`() async throws {
        try await withLedger { database in
            let text = String(repeating: "x", count: 5 << 20)
            await #expect(throws: AMQPError.self) {
                try await database.pool.withTransaction { transaction in
                    try Outbox.append(
                        TestCommand(number: 1, text: text),
                        subject: "s",
                        in: transaction
                    )
                }
            }
            let rows = try await count("SELECT count(*) FROM outbox", in: database)
            #expect(rows == 0)
        }
    }
}

/// How many shards each session of the database holds.
private func shardsPerSession(in fixture: MessagingFixture) async throws -> [Int] {
    try await fixture.pool.withTransaction(.readOnly) { transaction in
        try transaction.execute(
            """
            SELECT count(*)
            FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 2 AND objid < 16
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            GROUP BY pid
            ORDER BY 1
            """
        ).map { Int(try $0.decode(0, as: Int64.self)) }
    }
}
