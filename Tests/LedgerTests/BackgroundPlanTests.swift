import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What works behind those who post, or for dashboards, uses its indexes as well.
@Suite(.requiresPostgres)
struct BackgroundPlanTests {
    @Test func `who waits for stock is found without reading what does not`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            try await Self.reserve(at: ledger)
            let plan = try await PlanTests.plan(
                of: BackorderFiller.candidates,
                called: "backorders",
                for: ledger
            )
            let text = plan.joined(separator: "\n")
            #expect(text.contains("reservation_line_waiting"), "\(text)")
            #expect(!text.contains("Seq Scan on reservation"), "\(text)")
            #expect(try await ledger.rows(BackorderFiller.candidates).count == 20)
        }
    }

    @Test func `figures of days are added up from what is new, and read by their days`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            let now = Timestamp.now
            let past = now.advanced(by: .seconds(-60))
            for (name, statement) in [
                ("new movements", DashboardDays.add(after: past, through: now)),
                ("the end of a window", CountPosition.end(after: past, before: now, movements: 9)),
            ] {
                // Without values all months but the default one would be left out.
                let plan = try await ledger.database.pool.withTransaction { transaction in
                    transaction.planForValues()
                    return try transaction.execute(SQL(verbatim: "EXPLAIN ") + statement)
                        .map { try $0.decode(0, as: String.self) }
                }
                let text = plan.joined(separator: "\n")
                #expect(text.contains("_pkey"), "\(name):\n\(text)")
                #expect(!text.contains("Seq Scan on movement_2"), "\(name):\n\(text)")
                #expect(!text.contains("Seq Scan on entry"), "\(name):\n\(text)")
            }
            try await Self.fillDays(of: ledger)
            let today = now.day
            let plan = try await PlanTests.plan(
                of: DashboardDays.read([ledger.warehouse], from: today, through: today),
                called: "days",
                for: ledger
            )
            let text = plan.joined(separator: "\n")
            #expect(!text.contains("Seq Scan on dashboard_day"), "\(text)")
        }
    }

    @Test func `days are compared without their movements, some days at a time`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            try await Self.fillDays(of: ledger)
            try await ledger.tamper(
                "INSERT INTO ledger.day_total SELECT * FROM ledger.dashboard_day",
                "UPDATE ledger.audit_position SET days_to = now()",
                "UPDATE ledger.dashboard_position SET recorded_to = now()",
                "ANALYZE ledger.day_total"
            )
            let last = Timestamp.now.day.earlier(by: 500)
            for index in ["dashboard_day_row", "day_total_row"] {
                try await HotRead("ten days", atMost: 2_000, by: index) { transaction in
                    transaction.planForValues()
                    let rows = try transaction.execute(
                        DayComparison.suspects(
                            from: last.earlier(by: 9),
                            through: last,
                            added: .now,
                            kept: .now
                        )
                    )
                    #expect(rows.isEmpty)
                }
                .expectFew(in: ledger)
                try await HotRead("the next ten days", atMost: 2_000, by: index) { transaction in
                    let days = try transaction.execute(DayComparison.next(after: last, limit: 10))
                    #expect(days.count == 10)
                }
                .expectFew(in: ledger)
            }
        }
    }

    /// Ten thousand reservations of two lines, of which twenty lines wait for stock.
    private static func reserve(at ledger: LedgerBench) async throws {
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(
                script: """
                    insert into reservation (id, warehouse, state, actor_kind, actor_name,
                        created_at, updated_at, version)
                    select gen_random_uuid(), '\(ledger.warehouse)', 'pending', 'user', 'x',
                        now() - n * interval '1 second', now(), 1
                    from generate_series(1, 10000) as n;
                    insert into reservation_line (reservation, line, variant, reserved, consumed,
                        released, backordered)
                    select reservation.id, line, variant.id, 1, 0, 0,
                        case when reservation.n <= 20 and line = 1 then 1 else 0 end
                    from (select *, row_number() over () as n from reservation) as reservation
                    join (select *, row_number() over () as n from variant) as variant
                        on variant.n = reservation.n
                    cross join generate_series(1, 2) as line;
                    analyze;
                    """
            )
        }
    }

    /// Three years of ten warehouses.
    private static func fillDays(of ledger: LedgerBench) async throws {
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(
                script: """
                    insert into dashboard_day
                    select now()::date - day, warehouse, kind, 1, 1, 0, 0, 0, 0, 0, 0, 0
                    from generate_series(0, 1000) as day,
                        (select gen_random_uuid() as warehouse from generate_series(1, 10)) as place,
                        unnest(array['receive', 'sale', 'transfer']) as kind;
                    analyze;
                    """
            )
        }
    }
}
