import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// A command that two transactions decide at the same time: one of them finds out when it writes.
@Suite(.requiresPostgres)
struct RepetitionTests {
    @Test func `a request that somebody else is just storing is answered as they did`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("SAME")
            try await ledger.receive(5, of: "SAME")
            let id = ID<Entry>.make().rawValue
            let body = LedgerBench.sale(2, of: "SAME")
            let request = OperationRequest(
                operation: "postSale",
                principal: LedgerBench.admin,
                body: Array(body.utf8),
                messageID: id
            )
            let fingerprint = Hexadecimal.text(RequestClaim(request).fingerprint)
            let response = try await RepetitionTests.answer(
                to: { await ledger.ask("postSale", body, messageID: id) },
                while: """
                    insert into request_log
                        (message_id, operation, principal, fingerprint, status, headers, body)
                    values ('\(id)', 'postSale', gen_random_uuid(),
                        decode('\(fingerprint)', 'hex'), 201, '[]', '{}')
                    """,
                in: ledger
            )
            #expect(response.status == 201)
            #expect(response.body == Array("{}".utf8))
            #expect(response.header("Idempotency-Replayed") == "true")
            #expect(try await ledger.onHand("SAME") == 5)
            #expect(try await ledger.rows("SELECT FROM entry WHERE kind = 'sale'").isEmpty)
        }
    }

    @Test func `a message that somebody else is just storing has no second effect`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("SOLD")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let sale = try ledger.tillSale(2, of: variant, document: "A-1")
            let fingerprint = Hexadecimal.text(sale.fingerprint)
            let dispositions = try await RepetitionTests.answer(
                to: { await processor.process([sale]) },
                while: """
                    insert into inbox (consumer, message_id, fingerprint)
                    values ('\(Batch.consumer)', '\(sale.id)', decode('\(fingerprint)', 'hex'))
                    """,
                in: ledger
            )
            #expect(dispositions == [.done])
            #expect(try await ledger.rows("SELECT FROM entry").isEmpty)
            #expect(try await ledger.rows("SELECT FROM outbox WHERE type LIKE '%posted%'").isEmpty)
        }
    }

    @Test func `a command older than what is remembered is no work, but evidence`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("OLD")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            var generator = SystemRandomNumberGenerator()
            let old = UInt64(Timestamp.now.microseconds / 1_000) - 60 * 86_400_000
            let sales = [
                try ledger.tillSale(
                    2,
                    of: variant,
                    document: "A-1",
                    messageID: UUID.version7(milliseconds: old, using: &generator)
                ),
                try ledger.tillSale(3, of: variant, document: "A-2"),
            ]
            let dispositions = await processor.process(sales)
            guard case .deadLetter = dispositions[0] else {
                Issue.record("whether it took effect is not known any more")
                return
            }
            #expect(dispositions[1] == .done)
            #expect(try await ledger.onHand("OLD") == -3)
        }
    }

    @Test func `replicas that take the same requests at the same time share their effects`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("TWICE")
            try await ledger.receive(100, of: "TWICE")
            let pool = PostgresPool(ledger.database.configuration)
            let replica = GroupCommitter(database: pool)
            let answers = try await withRunning([pool, replica]) {
                let other = LedgerBench(
                    database: ledger.database,
                    committer: replica,
                    operations: LedgerOperations(committer: replica, database: pool),
                    warehouse: ledger.warehouse,
                    bin: ledger.bin
                )
                return await withTaskGroup { group in
                    for id in (0..<40).map({ _ in ID<Entry>.make().rawValue }) {
                        for bench in [ledger, other] {
                            group.addTask {
                                let body = LedgerBench.sale(1, of: "TWICE")
                                return (id, await bench.ask("postSale", body, messageID: id))
                            }
                        }
                    }
                    return await group.reduce(into: [UUID: [OperationResponse]]()) {
                        $0[$1.0, default: []].append($1.1)
                    }
                }
            }
            for pair in answers.values {
                #expect(pair.map(\.status) == [201, 201])
                #expect(pair[0].body == pair[1].body)
                #expect(pair.count { $0.header("Idempotency-Replayed") == "true" } == 1)
            }
            #expect(try await ledger.onHand("TWICE") == 60)
        }
    }

    /// What `work` comes to when somebody else stores the same command by `statement`, and commits
    /// only when the ledger waits for it.
    private static func answer<Value: Sendable>(
        to work: @escaping @Sendable () async -> Value,
        while statement: String,
        in ledger: LedgerBench
    ) async throws -> Value {
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(script: "begin; \(statement)")
            async let value = work()
            try await RaceTests.waitsForLock(ledger)
            try await session.execute(script: "commit")
            return await value
        }
    }
}
