import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Values that no rule can have written stop nobody.
@Suite(.requiresPostgres)
struct CostBoundTests {
    private static let bolts = "variant = (SELECT id FROM ledger.variant WHERE sku = 'BOLT')"
    private static let nuts = "variant = (SELECT id FROM ledger.variant WHERE sku = 'NUT')"
    private static let unbound = """
        ALTER TABLE ledger.cost_layer DROP CONSTRAINT IF EXISTS cost_layer_is_possible;
        ALTER TABLE ledger.cost_pool DROP CONSTRAINT IF EXISTS cost_pool_is_possible;
        ALTER TABLE ledger.cost_debt DROP CONSTRAINT IF EXISTS cost_debt_is_possible
        """
    private static let wrongNuts =
        "UPDATE ledger.cost_pool SET value = value + 1 WHERE \(Self.nuts)"

    private func withCosts(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.tradeNutsAndBolts()
            try await ledger.cost()
            #expect(try await ledger.audit() == [])
            try await body(ledger)
        }
    }

    @Test(arguments: [
        "UPDATE ledger.cost_layer SET value = 9223372036854775807",
        "UPDATE ledger.cost_layer SET quantity = 9223372036854775807",
        "UPDATE ledger.cost_pool SET value = 9223372036854775807",
        "UPDATE ledger.cost_pool SET layer_value = 10000000000000001",
    ])
    func `nobody writes a value that sums have no room for`(statement: String) async throws {
        try await self.withCosts { ledger in
            await #expect(throws: PostgresError.self) { try await ledger.tamper(statement) }
        }
    }

    @Test(arguments: [
        "UPDATE ledger.cost_layer SET value = 9223372036854775807 WHERE \(Self.bolts)",
        "UPDATE ledger.cost_layer SET quantity = 9223372036854775807 WHERE \(Self.bolts)",
        "UPDATE ledger.cost_pool SET layer_value = 9223372036854775807 WHERE \(Self.bolts)",
    ])
    func `one that is there all the same is an error, and is put right`(
        statement: String
    ) async throws {
        try await self.withCosts { ledger in
            let before = try await ledger.costHash()
            try await ledger.tamper(Self.unbound, statement, Self.wrongNuts)
            let bolt = try await ledger.rows("SELECT id FROM variant WHERE sku = 'BOLT'")[0]
                .decode("id", as: ID<Variant>.self)
            let kept = try await ledger.database.pool.withTransaction { transaction in
                try KeptCosts(of: bolt, in: transaction).isSound
            }
            #expect(kept)
            let drifts = try await ledger.audit()
            #expect(drifts.contains { $0.variant == bolt })
            #expect(drifts.contains { $0.variant != bolt })
            #expect(try await ledger.costHash() == before)
            #expect(try await ledger.audit() == [])

            try await ledger.tamper(statement)
            _ = try await ledger.succeed("postSale", LedgerBench.sale(1, of: "BOLT"))
            await #expect(throws: ImpossibleCosts.self) { try await ledger.cost() }
            _ = try await ledger.audit()
            try await ledger.cost()
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `a line of the book that is out of range stops neither totals nor other variants`()
        async throws
    {
        try await self.withCosts { ledger in
            try await ledger.tamper(
                """
                UPDATE ledger.cost_entry SET value = 9223372036854775807
                WHERE account = 'supplier' AND \(Self.bolts)
                """,
                "TRUNCATE ledger.cost_total",
                "UPDATE ledger.audit_position SET cost_number = 0",
                Self.wrongNuts
            )
            let drifts = try await ledger.audit()
            #expect(drifts.map(\.field).contains(.value))
            #expect(Set(drifts.map(\.variant)).count == 1)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `a variant that cannot be put right keeps no other from it`() async throws {
        try await self.withCosts { ledger in
            try await ledger.tamper(
                "UPDATE ledger.cost_method SET method = 'barter' WHERE \(Self.bolts)",
                "UPDATE ledger.cost_pool SET value = value + 1"
            )
            let drifts = try await ledger.audit()
            #expect(Set(drifts.map(\.variant)).count == 1)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `the house is told of sums that one value does not hold`() async throws {
        try await self.withCosts { ledger in
            let key = CostPool.Key(variant: .make(), warehouse: .make())
            let lines = (1...3).map { number in
                CostLine(
                    number: number,
                    kind: .moved,
                    account: .supplier,
                    pool: key,
                    source: .make(),
                    value: CostValue(millionths: .max),
                    effectiveAt: .now,
                    recordedAt: .now
                )
            }
            let position = CostPosition(
                recordedAt: .now,
                source: .make(),
                lastNumber: 3,
                costedTo: .now,
                currency: "EUR"
            )
            try await ledger.database.pool.withTransaction { transaction in
                try CostAnnouncement.tell(lines, upTo: position, in: transaction)
            }
            let told = try #require(try await ledger.facts(CostsPosted.self).last)
            #expect(told.changes.map(\.value) == ["27670116110564.327421"])
        }
    }

    @Test func `totals that are added up anew wait for those that are being added up`() async throws
    {
        try await self.withCosts { ledger in
            try await ledger.tamper(
                "TRUNCATE ledger.cost_total",
                "UPDATE ledger.audit_position SET cost_number = 0"
            )
            let nut = try await ledger.rows("SELECT id FROM variant WHERE sku = 'NUT'")[0]
                .decode("id", as: ID<Variant>.self)
            let pool = ledger.database.pool
            // Of nuts, one line in one warehouse; those of another warehouse come now.
            try await pool.withTransaction { transaction in
                _ = try transaction.pipeline(CostTotalStore.advance(to: 1))
            }
            let last = try await ledger.rows("SELECT last_number FROM cost_position")[0]
                .decode("last_number", as: Int64.self)
            async let adding: Void = pool.withTransaction { transaction in
                _ = try transaction.execute(ShadowStore.lock)
                _ = try transaction.pipeline(
                    CostTotalStore.advance(to: last)
                        + ["SELECT pg_advisory_xact_lock(4711)", "SELECT pg_sleep(0.5)"]
                )
            }
            // Of activities a role sees no more than its own.
            let isAdding: SQL = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711"
            try await eventually("they are being added up") {
                try await !ledger.rows(isAdding).isEmpty
            }
            // Once only: a second attempt would hide that they have crossed.
            try await pool.withTransaction(TransactionOptions(retries: 0)) { transaction in
                _ = try transaction.pipeline(CostTotalStore.rebuild(nut))
            }
            try await adding
            let wrong = try await ledger.rows(CostTotalStore.differences(of: nut))
            #expect(wrong.isEmpty)
        }
    }

    @Test func `drifts of costs are listed for those who may read costs`() async throws {
        try await self.withCosts { ledger in
            try await ledger.tamper(
                Self.wrongNuts,
                "UPDATE ledger.balance SET on_hand = on_hand + 10000 WHERE \(Self.nuts)"
            )
            #expect(try await ledger.audit().map(\.field).contains(.value))
            let auditor = Principal(
                id: UUID(),
                kind: .user,
                name: "auditor",
                permissions: [.ledgerVerify]
            )
            let listed = await ledger.ask("listDrifts", as: auditor)
            #expect(listed.status == 200)
            let text = String(decoding: listed.body, as: UTF8.self)
            #expect(text.contains(#""balance""#))
            for field in [#""value""#, #""layers""#, #""costed""#] {
                #expect(!text.contains(field))
            }
            let all = try await ledger.items("listDrifts", [:], limit: 10)
            #expect(all.contains { $0["field"]?.text == "value" })
        }
    }
}
