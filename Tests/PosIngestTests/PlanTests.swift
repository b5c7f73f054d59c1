import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres
import TestSupport
import Testing

@testable import PosIngest

/// The statements on the way of a sale use their indexes once there are rows enough to choose.
@Suite(.requiresPostgres) struct PlanTests {
    @Test func `no statement on the way of a sale reads a whole table`() async throws {
        try await withTestDatabase(
            schema: ServiceName.posIngest.schema,
            migrations: PosIngestService.migrations
        ) { database in
            try await Self.fill(database)
            let shop = Shop(database: database.pool)
            let sales = [shop.sale("R-1", [("SKU-00001", 1)]), shop.sale("R-2", [("X", 1)])]
            let refund = shop.void("V-1", of: "D-1")
            try await database.pool.withTransaction { transaction in
                try Self.take(sales + [refund], in: transaction)
                let plans = try Self.plans(in: transaction)
                #expect(plans.count > 12)
                for (statement, plan) in plans {
                    let text = plan.joined(separator: "\n")
                    #expect(!plan.contains(where: Self.isScan), "\(statement)\n\(text)")
                }
                let marking = plans.first {
                    $0.statement.contains("'applied', entry = answer.entry")
                }
                #expect(marking?.plan.contains { $0.contains("message_by_document") } == true)
            }
        }
    }

    @Test func `the statement of a source is planned for the time that it is asked for`()
        async throws
    {
        try await withTestDatabase(
            schema: ServiceName.posIngest.schema,
            migrations: PosIngestService.migrations
        ) { database in
            // On the first day, when any plan will do: the session must not keep it.
            let source = Shop.source
            let plans = try await database.pool.withTransaction { transaction in
                _ = try SourceStore.insert(source, in: transaction)
                let request = Shop.request(path: ["sourceId": "\(source.id)"])
                for _ in 0..<3 {
                    _ = try GetSourceStatement().perform(request, in: transaction)
                }
                return try transaction.execute(
                    """
                    SELECT generic_plans AS kept, custom_plans AS made
                    FROM pg_prepared_statements
                    WHERE statement LIKE '%FROM receipt r%' AND statement NOT LIKE '%pg_prepared%'
                    """
                ).map { row in
                    (
                        kept: try row.decode("kept", as: Int64.self),
                        made: try row.decode("made", as: Int64.self)
                    )
                }
            }
            #expect(plans.count == 3)
            #expect(plans.allSatisfy { $0.kept == 0 && $0.made == 3 })
        }
    }

    /// All that happens to sales, from the delivery to the answer of the ledger and the statement.
    private static func take(
        _ messages: [IncomingMessage],
        in transaction: borrowing Transaction
    ) throws {
        try Intake.take(messages.map(ReceivedDocument.init), in: transaction)
        let answer = Answer(
            Reference(source: Shop.source.name, document: "R-1"),
            entry: .make(),
            recordedAt: .now,
            context: MessageContext(messages[0])
        )
        try Answer.note([answer], in: transaction)
        let name = Shop.source.name
        _ = try StatementStore.counts(of: name, from: .now, to: nil, in: transaction)
        _ = try StatementStore.parkedByReason(of: name, from: .now, to: nil, in: transaction)
        _ = try SequenceStore.terminals(of: name, in: transaction)
        _ = try MessageStore.oldestPending(in: transaction)
        _ = try MessageStore.waiting(after: nil, limit: 10, in: transaction)
        _ = try MessageStore.lockParked(withCodes: ["X"], limit: 10, in: transaction)
    }

    /// The plans that the session keeps for all values of what it has prepared.
    private static func plans(
        in transaction: borrowing Transaction
    ) throws -> [(statement: String, plan: [String])] {
        let prepared = try transaction.execute(
            """
            SELECT name, statement, cardinality(parameter_types) AS count
            FROM pg_prepared_statements
            WHERE statement ~* '^\\s*(select|insert|update|delete|with)'
                AND statement !~ 'pg_prepared_statements'
            """
        )
        return try prepared.map { row in
            let count = Int(try row.decode("count", as: Int32.self))
            let values = Array(repeating: "NULL", count: count).joined(separator: ", ")
            let name: String = try row.decode("name")
            let call = count == 0 ? name : "\(name)(\(values))"
            let plan = try transaction.execute(SQL(verbatim: "EXPLAIN EXECUTE \(call)"))
            return (try row.decode("statement"), try plan.map { try $0.decode(0) })
        }
    }

    private static func isScan(_ line: String) -> Bool {
        self.tables.contains { line.contains("Seq Scan on \($0)") }
    }

    private static let tables = ["message", "document", "receipt", "variant", "barcode"]

    /// Twenty thousand applied sales and some others, of ten thousand variants.
    private static func fill(_ database: TestDatabase) async throws {
        _ = try await database.pool.withTransaction { transaction in
            try SourceStore.insert(Shop.source, in: transaction)
        }
        try await PostgresSession.with(database.administration) { session in
            try await session.execute(
                script: """
                    set search_path to \(ServiceName.posIngest.schema);
                    insert into message (id, source, kind, document, status, received_at, sent_at,
                        applied_at, line_count, payload)
                    select gen_random_uuid(), '\(Shop.source.name)', 'sale', 'D-' || n, 'applied',
                        now() - n * interval '1 second', now(), now(), 1, repeat('x', 500)::bytea
                    from generate_series(1, 20000) as n;
                    insert into message (id, source, kind, document, status, reason, received_at,
                        sent_at, line_count, payload)
                    select gen_random_uuid(), '\(Shop.source.name)', 'sale', 'E-' || n,
                        case n % 2 when 0 then 'pending' else 'parked' end,
                        case n % 2 when 0 then null else 'unknown-code' end,
                        now() - n * interval '1 second', now(), 1, repeat('x', 500)::bytea
                    from generate_series(1, 1000) as n;
                    insert into document
                    select source, document, id, 'f' from message;
                    insert into receipt (source, message, received_at, is_duplicate, line_count)
                    select source, id, received_at, false, 1 from message;
                    insert into variant
                    select gen_random_uuid(), 'SKU-' || lpad(n::text, 5, '0'), false, 1
                    from generate_series(1, 10000) as n;
                    insert into barcode select 'B-' || sku, id, 10000 from variant;
                    analyze;
                    """
            )
        }
    }
}
