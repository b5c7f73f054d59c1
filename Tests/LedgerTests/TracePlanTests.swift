import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// A trace follows its goods, whatever the statistics of the database say.
@Suite(.requiresPostgres)
struct TracePlanTests {
    /// Of which each went into something else.
    private static let lots = 5_000
    private static let production = "00000000-0000-7000-8000-000000000005"

    @Test func `a lot is followed without reading the others, also when statistics know of none`()
        async throws
    {
        try await LedgerBench.with { ledger in
            // Statistics are of this: a journal without lots and productions.
            try await PlanTests.fill(ledger)
            try await self.produce(in: ledger)
            let lot = try await ledger.rows(
                "SELECT lot FROM movement WHERE to_location = \(Self.production)::text::uuid LIMIT 1"
            )[0]
            .decode("lot", as: ID<Lot>.self)
            for direction in [LotTrace.Direction.forward, .backward] {
                let read = try await RowsRead.counted(in: ledger) { transaction in
                    let rows = try transaction.execute(LotTrace.items(direction, from: .lot(lot)))
                    #expect(rows.count == (direction == .forward ? 2 : 1))
                }
                #expect(read.sum < 100, "\(read)")
            }
        }
    }

    @Test func `a piece is followed without reading the others, with what nobody can follow`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            try await self.produce(in: ledger, knownBy: "serial")
            let serial = try await ledger.rows(
                "SELECT serial FROM movement WHERE to_location = \(Self.production)::text::uuid LIMIT 1"
            )[0]
            .decode("serial", as: ID<Serial>.self)
            let read = try await RowsRead.counted(in: ledger) { transaction in
                let rows = try transaction.execute(LotTrace.items(.forward, from: .serial(serial)))
                #expect(rows.count == 2)
                let links = try rows.map { try LotTrace.Link($0) }
                let rest = try transaction.execute(LotTrace.untracked(.forward, beside: links))
                #expect(rest.isEmpty)
                let goods = LotTrace.movements(of: links)
                #expect(try transaction.execute(goods).count == 2)
            }
            #expect(read.sum < 150, "\(read)")
        }
    }

    /// Makes something of each of many lots or pieces, behind the back of the statistics.
    ///
    /// - Parameter column: Of movements, `lot` or `serial`.
    private func produce(in ledger: LedgerBench, knownBy column: String = "lot") async throws {
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(
                script: """
                    create temporary table made as
                    select gen_random_uuid() as entry, gen_random_uuid() as used,
                        gen_random_uuid() as got
                    from generate_series(1, \(Self.lots));
                    insert into entry (id, kind, effective_at, recorded_at, actor_kind, actor_name,
                        cause)
                    select entry, 'produce', now(), now(), 'user', 'x', gen_random_uuid() from made;
                    insert into lot (id, variant, code)
                    select used, (select id from variant limit 1), used::text from made
                    union all
                    select got, (select id from variant limit 1), got::text from made;
                    insert into serial (id, variant, number, location, moved_at)
                    select id, variant, code, '\(ledger.warehouse)', now() from lot;
                    insert into movement (id, entry, line, variant, \(column), from_location,
                        to_location, quantity, effective_at, recorded_at)
                    select gen_random_uuid(), made.entry, 1, lot.variant, lot.id,
                        case when lot.id = made.used then '\(ledger.warehouse)'::uuid
                            else '\(Self.production)' end,
                        case when lot.id = made.used then '\(Self.production)'
                            else '\(ledger.warehouse)'::uuid end,
                        1, now(), now()
                    from made join lot on lot.id in (made.used, made.got);
                    """
            )
        }
    }
}
