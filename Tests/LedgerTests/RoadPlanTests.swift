import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What was on its way is found without the orders that had long arrived.
@Suite(.requiresPostgres)
struct RoadPlanTests {
    private static let sku = "SKU-00001"
    /// What is left of one order is on the road, and another one has arrived since.
    private static let few: Int64 = 300
    private static let indexes = ["transfer_order_by_change", "transfer_line_on_the_road"]

    @Test func `what was on its way is found by what is there now and what arrived since`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let now = Timestamp.now
            let lately = now.advanced(by: .seconds(-60))
            try await PlanTests.fill(ledger)
            try await Self.close(10_000, of: Self.sku, in: ledger)
            try await Self.travel(in: ledger)
            let variants = try await Self.variants(in: ledger)
            let times = [
                StockTime(knownAt: lately), StockTime(asOf: lately),
                StockTime(asOf: lately, knownAt: now),
            ]
            for index in Self.indexes {
                for time in times {
                    for chosen in [Array(variants.prefix(1)), variants] {
                        let name = "the road of \(chosen.count) at \(time)"
                        let read = HotRead(name, atMost: Self.few, by: index) {
                            let rows = try $0.execute(Arrivals.all(of: chosen, at: time))
                            #expect(rows.count == 1)
                            let quantity: Int64 = try rows[0].decode("quantity")
                            #expect(quantity == 20_000)
                        }
                        try await read.expectFew(in: ledger)
                    }
                }
                let read = HotRead("stock known lately", atMost: Self.few, by: index) {
                    let query = VariantStockQuery(
                        sku: Self.sku,
                        time: StockTime(knownAt: lately),
                        maximumPlaces: 500
                    )
                    let rows = try $0.execute(query.statement)
                    let stock = try VariantStock(rows, in: nil, hasTotals: true)
                    #expect(stock.arrivals.map(\.quantity) == [2])
                }
                try await read.expectFew(in: ledger)
            }
        }
    }

    /// The variant that travels, and twenty others.
    private static func variants(in ledger: LedgerBench) async throws -> [ID<Variant>] {
        try await ledger.rows("SELECT id FROM variant ORDER BY sku LIMIT 21")
            .map { try $0.decode(0) }
    }

    /// Has so many orders arrived five hours ago and before, a second apart; each second one brought
    /// some of one variant.
    static func close(_ count: Int64, of sku: String, in ledger: LedgerBench) async throws {
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(
                script: """
                    insert into transfer_order (id, from_warehouse, to_warehouse, state, actor_kind,
                        actor_name, created_at, updated_at, version)
                    select gen_random_uuid(), '\(ledger.warehouse)', '\(ledger.warehouse)', 'closed',
                        'user', 'x', time, time, 3
                    from (
                        select now() - interval '5 hours' - n * interval '1 second' as time
                        from generate_series(1, \(count)) as n
                    ) as day;
                    insert into transfer_line (transfer_order, line, variant, from_location,
                        to_location, to_warehouse, ordered, dispatched, received, lost, cancelled)
                    select orders.id, 1, variant.id, '\(ledger.warehouse)', '\(ledger.bin)',
                        '\(ledger.warehouse)', 10000, 10000, 10000, 0, 0
                    from (
                        select id, row_number() over (order by created_at) as n from transfer_order
                    ) as orders
                    join variant on variant.sku = case orders.n % 2
                        when 0 then '\(sku)' else 'SKU-' || lpad(orders.n::text, 5, '0') end;
                    """
            )
        }
    }

    /// Two more orders that left six hours ago, of which one arrived just now, and the journal of all.
    private static func travel(in ledger: LedgerBench) async throws {
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(
                script: """
                    insert into transfer_order (id, from_warehouse, to_warehouse, state, actor_kind,
                        actor_name, created_at, updated_at, version)
                    select gen_random_uuid(), '\(ledger.warehouse)', '\(ledger.warehouse)', state,
                        'user', 'x', now() - interval '6 hours', now() - age, 2
                    from (
                        values ('in-transit', interval '6 hours'), ('closed', interval '0')
                    ) as living (state, age);
                    insert into transfer_line (transfer_order, line, variant, from_location,
                        to_location, to_warehouse, ordered, dispatched, received, lost, cancelled)
                    select orders.id, 1, variant.id, '\(ledger.warehouse)', '\(ledger.bin)',
                        '\(ledger.warehouse)', 10000, 10000,
                        case orders.state when 'closed' then 10000 else 0 end, 0, 0
                    from transfer_order as orders
                    join variant on variant.sku = '\(Self.sku)'
                    where orders.version = 2;
                    create temporary table leg as
                    select gen_random_uuid() as entry, orders.id as transfer_order, line.variant,
                        step.n, case step.n when 1 then created_at else updated_at end as time
                    from transfer_order as orders
                    join transfer_line as line on line.transfer_order = orders.id
                    join generate_series(1, 2) as step (n) on n = 1 or orders.state = 'closed';
                    insert into entry (id, kind, effective_at, recorded_at, actor_kind, actor_name,
                        cause, transfer_order)
                    select entry, 'transfer', time, time, 'user', 'x', gen_random_uuid(),
                        transfer_order
                    from leg;
                    insert into movement (id, entry, line, variant, from_location, to_location,
                        quantity, effective_at, recorded_at)
                    select gen_random_uuid(), entry, 1, variant,
                        case n when 1 then '\(ledger.warehouse)'::uuid else '\(Self.transit)' end,
                        case n when 1 then '\(Self.transit)'::uuid else '\(ledger.bin)' end,
                        10000, time, time
                    from leg;
                    insert into balance (variant, location, lot, on_hand, is_oversold, version)
                    select id, '\(Self.transit)', '\(ID<Lot>.none)', 10000, false, 1
                    from variant where sku = '\(Self.sku)';
                    """
            )
            // As autovacuum leaves them in the end, so that plans don't hang on when it comes by.
            try await session.execute(script: "vacuum analyze")
        }
    }

    private static let transit = "00000000-0000-7000-8000-000000000006"
}
