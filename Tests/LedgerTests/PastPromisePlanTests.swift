import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What was promised of a variant is found without what became of the promises of others, or of its own
/// before.
@Suite(.requiresPostgres)
struct PastPromisePlanTests {
    private static let index = "reservation_change_line_by_time"

    @Test func `the promises of a time are found by what became of them since`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            try await Self.promise(in: ledger)
            let now = Timestamp.now
            for (name, sku) in [("little", "SKU-05001"), ("much", "SKU-00001")] {
                let lately = StockTime(knownAt: now.advanced(by: .seconds(-25)))
                let aDay = StockTime(asOf: now.advanced(by: .seconds(-25)), knownAt: now)
                for time in [lately, aDay] {
                    let read = HotRead("\(name) promised", atMost: 150, by: Self.index) {
                        let query = VariantStockQuery(sku: sku, time: time, maximumPlaces: 500)
                        let rows = try $0.execute(query.statement)
                        let reserved: Int64 = try rows[0].decode("reserved")
                        #expect(reserved == 10_000)
                    }
                    try await read.expectFew(in: ledger)
                }
            }
            var list = StockQuery(limit: 21)
            list.time.knownAt = now.advanced(by: .seconds(-25))
            list.showsReserved = true
            list.places = ["location.kind <> 'transit'"]
            let statement = list.statement(list.way)
            let page = HotRead("a page", atMost: 2_000, by: Self.index) {
                let rows = try $0.execute(statement)
                #expect(rows.count == 21)
            }
            try await page.expectFew(in: ledger)
        }
    }

    @Test func `when histories began is found by its own index`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            try await Self.promise(in: ledger)
            let read = HotRead("the beginning", atMost: 1, by: "reservation_change_began") {
                let rows = try $0.execute(
                    "SELECT \(fragment: StockTime.remembersPromises(at: .now)) AS is_known"
                )
                let isKnown: Bool = try rows[0].decode("is_known")
                #expect(isKnown)
            }
            try await read.expectFew(in: ledger)
        }
    }

    /// Forty thousand changes, a second apart, of ten thousand variants: half of them, and each second one
    /// of the last ones, are of one.
    static func promise(in ledger: LedgerBench) async throws {
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(
                script: """
                    create temporary table promised as
                    select gen_random_uuid() as reservation, variant.id as variant,
                        now() - change.n * interval '1 second' as time, change.n
                    from generate_series(1, 40000) as change (n)
                    join (select id, row_number() over (order by sku) as n from variant) as variant
                        on variant.n = case change.n % 2 when 0 then 1 else change.n % 10000 end;
                    insert into reservation (id, warehouse, state, actor_kind, actor_name, created_at,
                        updated_at, version)
                    select reservation, '\(ledger.warehouse)', 'pending', 'user', 'x', time, time, 1
                    from promised;
                    insert into reservation_line (reservation, line, variant, reserved, consumed,
                        released, backordered)
                    select reservation, 1, variant, 1, 0, 0, 0 from promised;
                    insert into reservation_change (reservation, version, step, warehouse, state,
                        actor_kind, actor_name, recorded_at)
                    select reservation, 1, case n when 40000 then 'began' else 'made' end,
                        '\(ledger.warehouse)', 'pending', 'user', 'x', time
                    from promised;
                    insert into reservation_change_line (reservation, version, line, variant, reserved,
                        consumed, released, backordered, recorded_at)
                    select reservation, 1, 1, variant, 0, 0, 0, 0, time from promised;
                    update availability set reserved = on_hand;
                    analyze;
                    """
            )
        }
    }
}
