import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What is entered late adds to the journal, and touches nothing that is there.
@Suite(.requiresPostgres)
struct LateEntryTests {
    @Test func `ten thousand later movements are left alone by one that comes late`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            try await ledger.receive(5, of: "NUT", effectiveAt: LedgerBench.daysAgo(60))
            let period = try await ledger.period(
                "P1",
                from: LedgerBench.daysAgo(70),
                until: LedgerBench.daysAgo(50)
            )
            let sealed = try await ledger.closeAndSeal(period)
            try await Self.fill(ledger, variant, movements: 10_000)
            let before = try await Self.rows(of: ledger)
            let entry = try await ledger.receive(
                1,
                of: "NUT",
                effectiveAt: LedgerBench.daysAgo(45)
            )
            // An entry and its movement are new, and each row that was there is where it was.
            #expect(try await Self.rows(of: ledger, but: entry) == before)
            #expect(try await Self.rows(of: ledger).count == before.count + 2)
            #expect(try await ledger.recomputedHash(of: period) == sealed["balancesHash"]?.text)
        }
    }

    /// Where each row of the journal lies, and who wrote it: an update would move it.
    private static func rows(
        of ledger: LedgerBench,
        but entry: ID<Entry>? = nil
    ) async throws -> [String] {
        try await ledger.rows(
            """
            SELECT concat_ws(' ', tableoid, ctid, xmin, xmax) AS place
            FROM entry
            WHERE id IS DISTINCT FROM \(entry)
            UNION ALL
            SELECT concat_ws(' ', tableoid, ctid, xmin, xmax)
            FROM movement
            WHERE entry IS DISTINCT FROM \(entry)
            ORDER BY 1
            """
        ).map { try $0.decode("place") }
    }

    /// Movements of the last 40 days that come to nothing together.
    private static func fill(
        _ ledger: LedgerBench,
        _ variant: ID<Variant>,
        movements: Int
    ) async throws {
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(
                script: """
                    set search_path = ledger;
                    with posted as (
                        insert into entry (id, kind, effective_at, recorded_at, actor_kind,
                            actor_name, cause)
                        select gen_random_uuid(), 'adjust',
                            now() - (n % 40) * interval '1 day', now(), 'user', 'x',
                            gen_random_uuid()
                        from generate_series(1, \(movements)) as n
                        returning *
                    )
                    insert into movement (id, entry, line, variant, from_location, to_location,
                        quantity, effective_at, recorded_at)
                    select gen_random_uuid(), posted.id, 1, '\(variant)',
                        case when number % 2 = 0 then other.id else '\(ledger.warehouse)' end,
                        case when number % 2 = 0 then '\(ledger.warehouse)' else other.id end,
                        10000, effective_at, recorded_at
                    from (select *, row_number() over () as number from posted) as posted
                    join location as other on other.kind = 'adjustment';
                    analyze;
                    """
            )
        }
    }
}
