import Contracts
import Kernel
import Postgres
import TestSupport

@testable import Ledger

/// Documents of years, of which the oldest ten are such as few are, beside what ``PlanTests/fill(_:)`` makes.
extension LedgerBench {
    /// Twenty thousand promises, orders, sheets and inspections each, a minute apart, and twice as many lots.
    func fillLists() async throws {
        try await PlanTests.fill(self)
        try await PostgresSession.with(self.database.administration) { session in
            try await session.execute(script: "set search_path = ledger;" + self.documents)
            try await session.execute(script: "set search_path = ledger;" + self.goods)
            // As autovacuum leaves them in the end, so that plans don't hang on when it comes by.
            try await session.execute(script: "vacuum analyze")
        }
    }

    private var documents: String {
        """
        create temporary table day as
        select n, now() - n * interval '1 minute' as time, n > 19990 as is_rare, variant.id as variant
        from generate_series(1, 20000) as n
        join (select id, row_number() over (order by sku) - 1 as place from variant) as variant
            on variant.place = n % 10000
        order by n desc;
        insert into reservation (id, warehouse, state, source, document, actor_kind, actor_name,
            created_at, updated_at, version)
        select gen_random_uuid(), '\(self.warehouse)',
            case when is_rare then 'pending' else 'consumed' end, 'shop', 'O-' || n, 'user', 'x',
            time, time, 1
        from day;
        insert into reservation_line (reservation, line, variant, reserved, consumed, released,
            backordered)
        select reservation.id, 1, day.variant, 1, case when is_rare then 0 else 1 end, 0, 0
        from reservation join day on day.time = reservation.created_at;
        insert into transfer_order (id, from_warehouse, to_warehouse, state, source, document,
            actor_kind, actor_name, created_at, updated_at, version)
        select gen_random_uuid(), '\(self.warehouse)', '\(self.warehouse)',
            case when is_rare then 'open' else 'closed' end, 'shop', 'O-' || n, 'user', 'x', time,
            time, 1
        from day;
        insert into transfer_line (transfer_order, line, variant, from_location, to_location,
            to_warehouse, ordered, dispatched, received, lost, cancelled)
        select orders.id, 1, day.variant, '\(self.warehouse)', '\(self.bin)', '\(self.warehouse)', 1,
            case when is_rare then 0 else 1 end, case when is_rare then 0 else 1 end, 0, 0
        from transfer_order as orders join day on day.time = orders.created_at;
        insert into count_plan (id, name, warehouse, location, days_a, days_b, days_c,
            maximum_lines, is_blind, tolerance_quantity, tolerance_percent)
        values ('\(Self.rarePlan)', 'Rare', '\(self.warehouse)', '\(self.warehouse)', 1, 1, 1, 1,
            true, 0, 0);
        insert into stock_count (id, plan, warehouse, state, is_blind, tolerance_quantity,
            tolerance_percent, actor_kind, actor_name, created_at, updated_at)
        select gen_random_uuid(), case when is_rare then '\(Self.rarePlan)'::uuid end,
            '\(self.warehouse)', case when is_rare then 'open' else 'approved' end, true, 0, 0, 'user',
            'x', time, time
        from day;
        insert into count_line (id, count, number, variant, location, lot, is_tracked, is_added,
            seen, expected, observed_at, is_open)
        select gen_random_uuid(), sheet.id, 1, day.variant, '\(self.warehouse)',
            '\(ID<Lot>.none)', false, false, 10000, 10000, sheet.created_at, false
        from stock_count as sheet join day on day.time = sheet.created_at;
        insert into count_result (id, line, variant, location, lot, is_tracked, observed_at,
            seen, expected, residual, variance, marks, settled)
        select gen_random_uuid(), id, variant, location, lot, false, observed_at, seen,
            expected, 0, 0, 1, 1
        from count_line;
        """
    }

    /// Half of the lots expire, twenty on a day; the others never do.
    private var goods: String {
        """
        insert into lot (id, variant, code, expires_on, status)
        select gen_random_uuid(), variant.id, 'L-' || n,
            case when n <= 20000 then current_date + n / 20 end,
            case
                when n in (19999, 39999) then 'recalled'
                when n <= 10 then 'expired'
                else 'released'
            end
        from generate_series(1, 40000) as n
        join (select id, row_number() over (order by sku) - 1 as place from variant) as variant
            on variant.place = n % 10000
        order by n;
        insert into inspection_plan (id, variant, version, on_receipt, is_withdrawn,
            characteristics, reason, actor_kind, actor_name, recorded_at)
        select gen_random_uuid(), id, 1, false, false, '[]', 'x', 'user', 'x', now()
        from variant limit 1;
        insert into inspection (id, lot, plan, verdict, readings, actor_kind, actor_name,
            performed_at, recorded_at)
        select gen_random_uuid(), lot.id, inspection_plan.id,
            case when is_rare then 'rejected' else 'accepted' end, '[]', 'user', 'x', time, time
        from day
        join lot on lot.code = 'L-' || n
        cross join inspection_plan
        order by n desc;
        update serial set location = '\(self.bin)' where number between 'SKU-05000' and 'SKU-05009';
        """
    }

    static let rarePlan = "00000000-0000-7000-8000-0000000000aa"
}
