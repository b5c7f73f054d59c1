import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What a rebuild puts right, and what it leaves alone.
@Suite(.requiresPostgres)
struct RebuildRepairTests {
    /// One that waits for nobody.
    private static func impatient(_ rebuild: Rebuild) -> Rebuild {
        var owner = rebuild.owner
        owner.lockTimeout = .milliseconds(100)
        return Rebuild(owner: owner, limits: rebuild.limits)
    }

    @Test func `a variant that somebody holds keeps no other from being put right`() async throws {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            try await ledger.tamper("UPDATE ledger.availability SET on_hand = on_hand + 10000")
            let impatient = Self.impatient(rebuild)
            let wrong = try await rebuild.compare().stock
            #expect(wrong.count == 3)
            // The first of them, so that the others come after it.
            let held = wrong[0]
            let swap = try await PostgresSession.with(ledger.database.administration) { holder in
                try await holder.execute(
                    script: """
                        BEGIN;
                        SELECT FROM ledger.availability WHERE variant = '\(held)' FOR UPDATE;
                        """
                )
                return try await impatient.swap().swap
            }
            let found = try #require(swap)
            #expect(found.repairs.failures.map(\.subject) == [.variant(held)])
            #expect(found.repairs.transactions == 3)
            #expect(Set(found.repairs.drifts.map(\.variant)) == Set(wrong.dropFirst()))
            #expect(!found.isComplete)
            #expect(found.report.stock == [held])
            #expect(found.repairs.text.contains("\(held) stays as it was"))
            #expect(try await ledger.facts(DriftFound.self).count == found.repairs.drifts.count)
            let again = try await rebuild.swap().swap
            #expect(again?.isComplete == true)
        }
    }

    @Test func `costs of all variants whose lines differ stay, however many are listed`()
        async throws
    {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            try await ledger.tamper(
                """
                UPDATE ledger.cost_entry SET value = value + 1
                WHERE account = 'supplier' AND unit_cost = '2.1'
                """,
                """
                UPDATE ledger.cost_pool SET unit_cost = unit_cost + 1
                WHERE variant IN (SELECT variant FROM ledger.cost_entry WHERE unit_cost = '2.1')
                """
            )
            let hash = try await ledger.costHash()
            var brief = rebuild
            brief.limits.differences = 1
            let (before, swap) = try await brief.swap()
            #expect(before.differences.filter { $0.table == "cost_entry" }.count == 1)
            #expect(before.costs == [])
            #expect(swap?.repairs.drifts == [])
            #expect(try await ledger.costHash() == hash)
        }
    }

    @Test func `lines are compared by their places among those of their variant`() async throws {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            let oil = try await ledger.variant("OIL")
            let till = LedgerCommandProcessor(committer: ledger.committer)
            _ = await till.process([try ledger.tillSale(3, of: oil, document: "T1")])
            try await ledger.cost()
            let right = try await rebuild.compare()
            #expect(right.isEqual)
            // As if somebody had slipped in lines before all others, of a variant of their own.
            try await ledger.tamper(
                "ALTER TABLE ledger.cost_entry DROP CONSTRAINT cost_entry_follows_an_earlier_one",
                "UPDATE ledger.cost_entry SET number = number + 1000, follows = follows + 1000",
                "UPDATE ledger.cost_debt SET line = line + 1000"
            )
            let shifted = try await rebuild.compare()
            #expect(shifted.live == right.live)
            try await ledger.tamper(
                "UPDATE ledger.cost_entry SET follows = 1001 WHERE number = 1003"
            )
            #expect(try await !rebuild.compare().isEqual)
        }
    }

    @Test(arguments: [
        "DELETE FROM ledger.cost_method",
        "UPDATE ledger.cost_method SET method = 'average' WHERE method = 'fifo'",
        """
        INSERT INTO ledger.cost_pool (variant, warehouse, owed_quantity, owed_value)
        SELECT variant, '00000000-0000-0000-0000-000000000001', 0, 0 FROM ledger.cost_method LIMIT 1
        """,
    ])
    func `a row too many or too few is put right without anything of worth`(
        statement: String
    ) async throws {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            let right = try await rebuild.compare()
            #expect(right.isEqual)
            try await ledger.tamper(statement)
            let swap = try #require(try await rebuild.swap().swap)
            #expect(swap.isComplete)
            #expect(swap.report.live == right.live)
            #expect(Set(swap.repairs.drifts.map(\.field)) == [.layers])
        }
    }

    @Test func `beginnings of costing are copied, and nobody who changes a policy is waited for`()
        async throws
    {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            let impatient = Self.impatient(rebuild)
            let report = try await PostgresSession.with(ledger.database.administration) { holder in
                try await holder.execute(script: "SELECT pg_advisory_lock(1668246384, 1)")
                return try await impatient.compare()
            }
            #expect(report.isEqual)
            try await ledger.tamper("DELETE FROM ledger.cost_beginning")
            _ = try await rebuild.compare()
            #expect(try await ledger.rows("SELECT FROM cost_beginning").isEmpty)
        }
    }

    @Test func `the planner is told what the tables hold while they grow`() async throws {
        try await LedgerBench.withStockToRebuild { _, rebuild in
            try await rebuild.withTables { session in
                var steps = 0
                try await rebuild.repeating(["cost_entry"], on: session) {
                    steps += 1
                    let number = Int64(steps)
                    try await session.withTransaction { transaction in
                        _ = try transaction.execute(
                            """
                            INSERT INTO cost_entry (
                                number, kind, account, variant, warehouse, source, quantity,
                                value, is_priced, effective_at, recorded_at
                            )
                            SELECT \(number), 'moved', 'supplier', id, id, id, 1, 1, true, now(), now()
                            FROM (SELECT gen_random_uuid() AS id) AS made
                            """
                        )
                    }
                    return steps < 8
                }
                // The last of them was the fourth: the eighth had nothing more to do.
                let rows = try await session.withTransaction { transaction in
                    try transaction.execute(
                        """
                        SELECT reltuples::bigint AS rows FROM pg_class
                        WHERE oid = 'pg_temp.cost_entry'::regclass
                        """
                    )
                }
                #expect(try rows[0].decode("rows", as: Int64.self) == 4)
            }
        }
    }
}
