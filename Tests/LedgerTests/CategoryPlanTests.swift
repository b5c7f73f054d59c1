import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// The past of categories is found without what was left before, and the present without any of it.
@Suite(.requiresPostgres)
struct CategoryPlanTests {
    private static let time = Timestamp.now.advanced(by: .seconds(-3_600))
    private static let index = "former_category_by_time"

    @Test func `stock of a category at a time is found by what left one since`() async throws {
        try await LedgerBench.with { ledger in
            let category = try await Self.fill(ledger)
            var query = StockQuery(limit: 21)
            query.category = category
            query.showsReserved = true
            query.places = ["location.kind <> 'transit'"]
            query.time.knownAt = Self.time
            let statement = query.statement(.gather)
            let read = HotRead("stock of then", atMost: 4_000, by: Self.index) {
                let rows = try $0.execute(statement)
                #expect(rows.count == 21)
            }
            try await read.expectFew(in: ledger)
        }
    }

    @Test func `values of a time are found so, too, and those of now read nothing of it`()
        async throws
    {
        try await LedgerBench.with { ledger in
            _ = try await Self.fill(ledger)
            try await ledger.fillCosts()
            func valuation(_ times: [String: String]) -> RowsRead.Question {
                { transaction in
                    let query = times.merging(["by": "category"]) { $1 }
                    let request = LedgerBench.request("getValuation", query: query)
                    _ = try GetValuation().perform(request, in: transaction)
                }
            }
            let then = try await RowsRead.counted(
                in: ledger,
                valuation(["knownAt": "\(Self.time)"])
            )
            #expect((1...50).contains(then.tables["former_category"] ?? 0), "\(then)")
            let now = try await RowsRead.counted(in: ledger, valuation([:]))
            #expect(now.tables["former_category"] ?? 0 <= 1, "\(now)")
        }
    }

    @Test func `however much is put elsewhere at once, one lock holds the horizon`() async throws {
        try await LedgerBench.with { ledger in
            let category = try await Self.fill(ledger)
            let (locks, left) = try await ledger.database.pool.withTransaction { transaction in
                try transaction.execute(
                    "UPDATE variant SET category = \(category) WHERE sku <= 'SKU-02000'"
                )
                let locks: Int64 = try transaction.execute(
                    """
                    SELECT count(*) AS count
                    FROM pg_locks
                    WHERE locktype = 'advisory' AND pid = pg_backend_pid()
                    """
                )[0].decode("count")
                let left: Int64 = try transaction.execute(
                    "SELECT count(*) AS count FROM former_category WHERE until > \(Self.time)"
                )[0].decode("count")
                return (locks, left)
            }
            #expect(locks == 1)
            #expect(left > 1_900)
        }
    }

    /// Ten thousand variants in a hundred categories, that were in four others before; twenty of them left
    /// theirs within the hour.
    ///
    /// Returns one of the categories.
    private static func fill(_ ledger: LedgerBench) async throws -> ID<Contracts.Category> {
        try await PlanTests.fill(ledger)
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(
                script: """
                    set search_path = ledger;
                    set session_replication_role = replica;
                    insert into category (id, name, path, version)
                    select id, 'C', array[id], 1
                    from (select gen_random_uuid() as id from generate_series(1, 100)) as made;
                    update variant set category = chosen.id
                    from (select id, row_number() over (order by id) as n from category) as chosen
                    where chosen.n = substr(variant.sku, 5)::integer % 100 + 1;
                    insert into former_category (variant, until, category)
                    select variant.id, now() - step.number * interval '1 day', chosen.id
                    from variant
                    cross join generate_series(1, 4) as step (number)
                    join (select id, row_number() over (order by id) as n from category) as chosen
                        on chosen.n = step.number;
                    insert into former_category (variant, until, category)
                    select id, now() - interval '1 minute', category
                    from variant
                    where sku <= 'SKU-00020';
                    """
            )
            try await session.execute(script: "vacuum analyze")
        }
        let rows = try await ledger.rows("SELECT id FROM category ORDER BY id LIMIT 1")
        return try rows[0].decode("id")
    }
}
