import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What is entered late adds to the journal and the costs, and touches nothing that is there.
@Suite(.requiresPostgres)
struct LateEntryTests {
    private static let later = 10_000

    @Test func `ten thousand later movements are left alone by those that come late`() async throws
    {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            _ = try await ledger.succeed("setCostPolicy", #"{"sku":"NUT","method":"fifo"}"#)
            try await ledger.buy(5, of: "NUT", for: "1", effectiveAt: LedgerBench.daysAgo(60))
            let period = try await ledger.period(
                "P1",
                from: LedgerBench.daysAgo(70),
                until: LedgerBench.daysAgo(50)
            )
            let sealed = try await ledger.closeAndSeal(period)
            try await Self.fill(ledger, variant)
            try await ledger.cost(facts: 1_000)
            // Of those that were bought five for 1 and all but the last five for 2 have left.
            #expect(try await ledger.worth() == ["10", "10"])
            let before = try await Self.rows(of: ledger)
            #expect(before.count == 3 * (Self.later + 1))

            let bought = LedgerBench.daysAgo(45)
            try await ledger.buy(1, of: "NUT", for: "3", effectiveAt: bought)
            try await ledger.cost()
            #expect(try await ledger.worth() == ["13", "13"])
            try await Self.sell(1, of: "NUT", at: LedgerBench.daysAgo(44), in: ledger)
            try await ledger.cost()
            // What came late is older than all that came in time, so it leaves first.
            #expect(try await ledger.worth() == ["10", "10"])
            #expect(try await ledger.charges(.customer).last == "-3")

            // Each has an entry, a movement and a line, and what was there is where it was.
            let after = try await Self.rows(of: ledger)
            let touched = before.subtracting(after)
            #expect(touched == [])
            #expect(after.count == before.count + 6)
            #expect(try await ledger.recomputedHash(of: period) == sealed["balancesHash"]?.text)
        }
    }

    private static func sell(
        _ quantity: Quantity,
        of sku: String,
        at time: Timestamp,
        in ledger: LedgerBench
    ) async throws {
        _ = try await ledger.succeed(
            "postSale",
            """
            {"location":"LDN","effectiveAt":"\(time)",
            "lines":[{"sku":"\(sku)","quantity":"\(quantity)"}]}
            """
        )
    }

    /// Where each row of the journal and the costs lies, and who wrote or locked it: an update would
    /// move it.
    private static func rows(of ledger: LedgerBench) async throws -> Set<String> {
        let rows = try await ledger.rows(
            """
            SELECT concat_ws(' ', tableoid, ctid, xmin, xmax) AS place FROM entry
            UNION ALL
            SELECT concat_ws(' ', tableoid, ctid, xmin, xmax) FROM movement
            UNION ALL
            SELECT concat_ws(' ', tableoid, ctid, xmin, xmax) FROM cost_entry
            """
        )
        return Set(try rows.map { try $0.decode("place", as: String.self) })
    }

    /// One is bought for 2 and one is sold, in turn, over the last 40 days.
    private static func fill(_ ledger: LedgerBench, _ variant: ID<Variant>) async throws {
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(
                script: """
                    set search_path = ledger;
                    with posted as (
                        insert into entry (id, kind, effective_at, recorded_at, actor_kind,
                            actor_name, cause)
                        select gen_random_uuid(), case when n % 2 = 1 then 'receive' else 'sale' end,
                            now() - (n % 40) * interval '1 day',
                            now() + n * interval '1 microsecond', 'user', 'x', gen_random_uuid()
                        from generate_series(1, \(Self.later)) as n
                        returning *
                    )
                    insert into movement (id, entry, line, variant, from_location, to_location,
                        quantity, unit_cost, unit_cost_currency, effective_at, recorded_at)
                    select gen_random_uuid(), posted.id, 1, '\(variant)',
                        case posted.kind when 'sale' then '\(ledger.warehouse)' else other.id end,
                        case posted.kind when 'sale' then other.id else '\(ledger.warehouse)' end,
                        10000, case posted.kind when 'receive' then '2' end,
                        case posted.kind when 'receive' then 'EUR' end, effective_at, recorded_at
                    from posted
                    join location as other
                        on other.kind = case posted.kind when 'sale' then 'customer' else 'supplier' end;
                    analyze;
                    """
            )
        }
    }
}
