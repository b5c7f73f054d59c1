import Contracts
import Kernel
import Postgres
import TestSupport

@testable import Ledger

/// Tables with rows enough for the planner to choose, beside those of ``PlanTests/fill(_:)``.
extension LedgerBench {
    private func fill(_ script: String) async throws {
        try await PostgresSession.with(self.database.administration) { session in
            try await session.execute(script: "set search_path = ledger;" + script)
            // As autovacuum leaves them in the end, so that plans don't hang on when it comes by.
            try await session.execute(script: "vacuum analyze")
        }
    }

    /// A thousand lots, each received once and sold eighteen times, and ten thousand promises.
    ///
    /// Of every second lot the next one was made. Forty thousand other lots never came.
    func fillLots() async throws {
        try await self.fill(
            """
            update variant set tracking = 'lot' where sku <= 'SKU-01000';
            insert into lot (id, variant, code)
            select gen_random_uuid(), id, sku from variant where tracking = 'lot';
            insert into balance (variant, location, lot, on_hand, is_oversold, version)
            select variant, '\(self.bin)', id, 10000, false, 1 from lot;
            insert into lot (id, variant, code)
            select gen_random_uuid(), id, 'of ' || sku || '-' || n
            from variant
            cross join generate_series(1, 40) as n
            where sku <= 'SKU-01000';
            create temporary table step as
            select gen_random_uuid() as entry, lot.id as lot, lot.variant, lot.n, step,
                now() - (n * 20 + step) * interval '1 second' as time
            from (
                select *, row_number() over (order by code) as n from lot where code like 'SKU%'
            ) as lot
            cross join generate_series(1, 19) as step;
            insert into entry (id, kind, effective_at, recorded_at, actor_kind, actor_name, cause)
            select entry, case step when 1 then 'receive' else 'sale' end, time, time, 'user', 'x',
                gen_random_uuid()
            from step;
            insert into movement (id, entry, line, variant, lot, from_location, to_location,
                quantity, effective_at, recorded_at)
            select gen_random_uuid(), entry, 1, variant, lot,
                case step when 1 then '\(Self.supplier)'::uuid else '\(self.bin)' end,
                case step when 1 then '\(self.bin)'::uuid else '\(Self.customer)' end,
                1, time, time
            from step;
            create temporary table work as
            select gen_random_uuid() as entry, lot as input, variant as input_variant,
                lead(lot) over (order by n) as output,
                lead(variant) over (order by n) as output_variant, time, n
            from step where step = 1;
            delete from work where n % 2 = 0 or output is null;
            insert into entry (id, kind, effective_at, recorded_at, actor_kind, actor_name, cause)
            select entry, 'produce', time, time, 'user', 'x', gen_random_uuid() from work;
            insert into movement (id, entry, line, variant, lot, from_location, to_location,
                quantity, effective_at, recorded_at)
            select gen_random_uuid(), entry, 1, input_variant, input, '\(self.bin)'::uuid,
                '\(Self.production)'::uuid, 1, time, time
            from work
            union all
            select gen_random_uuid(), entry, 2, output_variant, output, '\(Self.production)',
                '\(self.bin)', 1, time, time
            from work;
            insert into reservation (id, warehouse, state, actor_kind, actor_name, created_at,
                updated_at, version)
            select gen_random_uuid(), '\(self.warehouse)', 'pending', 'user', 'x', now(), now(), 1
            from generate_series(1, 10000);
            insert into reservation_line (reservation, line, variant, reserved, consumed, released,
                backordered)
            select reservation.id, 1, variant.id, 1, 0, 0, 0
            from (select *, row_number() over () as n from reservation) as reservation
            join (select *, row_number() over (order by sku desc) as n from variant) as variant
                using (n);
            """
        )
    }

    /// Forty thousand lines of the book of costs in two years, of which all but the last hundred are
    /// added up by month, and two layers for each variant.
    func fillCosts() async throws {
        try await self.fill(
            """
            insert into cost_entry (number, kind, account, variant, warehouse, source, quantity,
                value, is_priced, effective_at, recorded_at)
            select n, 'moved', 'supplier', variant.id, '\(self.warehouse)', gen_random_uuid(), 10000,
                2000000, true, time, time
            from (
                select n, n % 10000 as place, now() - (40000 - n) * interval '26 minutes' as time
                from generate_series(1, 40000) as n
            ) as line
            join (select id, row_number() over (order by sku) - 1 as place from variant) as variant
                using (place)
            order by n;
            insert into cost_layer (variant, warehouse, acquired_at, origin, quantity, value,
                is_priced)
            select variant, warehouse, effective_at, gen_random_uuid(), 20000, 4000000,
                number % 4000 <> 0
            from cost_entry where number > 20000;
            insert into cost_pool (variant, warehouse, quantity, value, layer_value, owed_quantity,
                owed_value)
            select variant, warehouse, sum(quantity), 0, sum(value), 0, 0 from cost_layer
            group by 1, 2;
            insert into cost_total (variant, month, warehouse, quantity, value)
            select variant, date_trunc('month', effective_at at time zone 'UTC')::date, warehouse,
                sum(quantity), sum(value)
            from cost_entry where number <= 39900 group by 1, 2, 3;
            update audit_position set cost_number = 39900;
            update cost_position set last_number = 40000, recorded_at = now(), costed_to = now();
            select brin_summarize_new_values('cost_entry_by_effect');
            """
        )
    }

    /// Two hundred sheets of a hundred lines, all accepted and evaluated, but ten lines.
    func fillCounts() async throws {
        try await self.fill(
            """
            insert into stock_count (id, warehouse, state, is_blind, tolerance_quantity,
                tolerance_percent, actor_kind, actor_name, created_at, updated_at)
            select gen_random_uuid(), '\(self.warehouse)', 'approved', true, 0, 0, 'user', 'x',
                time, time
            from (
                select now() - n * interval '1 day' as time from generate_series(1, 200) as n
            ) as day;
            insert into count_line (id, count, number, variant, location, lot, is_tracked, is_added,
                seen, expected, observed_at, is_open)
            select gen_random_uuid(), sheet.id, line, variant.id, '\(self.warehouse)',
                '\(ID<Lot>.none)', false, false, 10000, 10000, sheet.created_at, false
            from (select *, row_number() over () as n from stock_count) as sheet
            cross join generate_series(1, 100) as line
            join (select id, row_number() over (order by sku) as n from variant) as variant
                on variant.n = (sheet.n * 100 + line) % 10000 + 1;
            insert into count_result (id, line, variant, location, lot, is_tracked, observed_at,
                seen, expected, residual, variance, marks, settled)
            select gen_random_uuid(), id, variant, location, lot, false, observed_at, seen,
                expected, 0, 0, 1, case when n <= 10 then 0 else 1 end
            from (select *, row_number() over () as n from count_line) as line;
            """
        )
    }

    /// What has been added up of the journal, but its last minute.
    func fillMonths() async throws {
        try await self.fill(
            """
            insert into month_total (variant, month, location, lot, quantity)
            select variant, date_trunc('month', now() at time zone 'UTC')::date, location, lot,
                on_hand
            from balance;
            update audit_position
            set recorded_to = (select max(recorded_at) from movement) - interval '60 seconds';
            """
        )
    }

    private static let supplier = "00000000-0000-7000-8000-000000000001"
    private static let customer = "00000000-0000-7000-8000-000000000002"
    private static let production = "00000000-0000-7000-8000-000000000005"
}
