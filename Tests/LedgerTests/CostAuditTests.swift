import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What goods are worth is compared with the book of costs, and put right.
@Suite(.requiresPostgres)
struct CostAuditTests {
    /// Runs `body` with goods of two methods in two warehouses, some of which are owed.
    private func withCosts(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            let oil = try await ledger.variant("OIL")
            try await ledger.tradeNutsAndBolts()
            try await ledger.buy(1, of: "OIL", for: "5")
            let till = LedgerCommandProcessor(committer: ledger.committer)
            _ = await till.process([try ledger.tillSale(3, of: oil, document: "T1")])
            try await ledger.cost()
            try await body(ledger)
        }
    }

    @Test func `what the keeper does has no drift`() async throws {
        try await self.withCosts { ledger in
            #expect(try await ledger.audit() == [])
            try await ledger.buy(2, of: "NUT", for: "9")
            try await ledger.cost()
            #expect(try await ledger.audit() == [])
            #expect(try await ledger.facts(DriftFound.self) == [])
        }
    }

    private static let bolts = "variant = (SELECT id FROM ledger.variant WHERE sku = 'BOLT')"
    private static let nuts = "variant = (SELECT id FROM ledger.variant WHERE sku = 'NUT')"

    @Test(arguments: [
        (DriftField.value, "UPDATE ledger.cost_layer SET value = value + 1 WHERE \(Self.bolts)"),
        (.value, "UPDATE ledger.cost_pool SET value = value + 1 WHERE \(Self.nuts)"),
        (.costed, "DELETE FROM ledger.cost_layer WHERE \(Self.bolts)"),
        (.layers, "DELETE FROM ledger.cost_layer WHERE \(Self.nuts)"),
        (
            .costed,
            """
            INSERT INTO ledger.cost_layer
            SELECT variant, warehouse, now(), origin, 10000, 0, true
            FROM ledger.cost_layer WHERE \(Self.bolts)
            """
        ),
        (.value, "DELETE FROM ledger.cost_pool WHERE \(Self.nuts)"),
        (.layers, "UPDATE ledger.cost_pool SET quantity = quantity + 1 WHERE \(Self.nuts)"),
        (.layers, "UPDATE ledger.cost_pool SET layer_value = 0 WHERE \(Self.bolts)"),
        (.layers, "UPDATE ledger.cost_pool SET owed_quantity = owed_quantity + 1"),
        (.layers, "UPDATE ledger.cost_pool SET owed_value = 0 WHERE owed_value <> 0"),
        (
            .layers,
            "UPDATE ledger.cost_pool SET quantity = quantity + 1, owed_quantity = owed_quantity + 1"
        ),
        (
            .layers,
            "UPDATE ledger.cost_pool SET layer_value = layer_value + 1, owed_value = owed_value + 1"
        ),
        (.value, "UPDATE ledger.cost_debt SET value = value - 1"),
        (.costed, "DELETE FROM ledger.cost_debt"),
        (.valueAudit, "UPDATE ledger.cost_total SET value = value - 1"),
        (.audit, "UPDATE ledger.cost_total SET quantity = quantity - 1 WHERE \(Self.nuts)"),
        (.valueAudit, "DELETE FROM ledger.cost_total"),
    ])
    func `a value that somebody changed is found, put right and told of`(
        field: DriftField,
        statement: String
    ) async throws {
        try await self.withCosts { ledger in
            #expect(try await ledger.audit() == [])
            let (before, totals) = (try await ledger.costHash(), try await ledger.costTotals())
            #expect(totals.count >= 4)
            try await ledger.tamper(statement)

            let drifts = try await ledger.audit()
            #expect(drifts.contains { $0.field == field })
            #expect(try await ledger.costHash() == before)
            #expect(try await ledger.costTotals() == totals)
            #expect(try await ledger.audit() == [])

            let facts = try await ledger.facts(DriftFound.self)
            #expect(facts.map(\.field) == drifts.map(\.field))
            #expect(facts.map(\.found) == drifts.map(\.found))
            let listed = try await ledger.items("listDrifts", [:], limit: 2)
            #expect(Set(listed.map { $0["id"]?.text }) == Set(facts.map(\.driftId.description)))
            #expect(
                Set(listed.map { $0["expected"]?.text })
                    == Set(drifts.map(\.expected.description))
            )
            // What is costed from then on is costed as before.
            _ = try await ledger.succeed("postSale", LedgerBench.sale(1, of: "BOLT"))
            try await ledger.cost()
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `lines that contradict each other put nothing in its place`() async throws {
        try await self.withCosts { ledger in
            let before = try await ledger.layers()
            try await ledger.tamper(
                """
                DELETE FROM ledger.cost_entry
                WHERE account = 'supplier' AND unit_cost = '1.333333' AND \(Self.bolts)
                """
            )
            // Goods have left that never came: nobody knows what there is.
            #expect(try await ledger.audit() == [])
            #expect(try await ledger.layers() == before)
            let bolt = try await ledger.rows("SELECT id FROM variant WHERE sku = 'BOLT'")[0]
                .decode("id", as: ID<Variant>.self)
            let outcome = try await ledger.database.pool.withTransaction { transaction in
                try CostRepair.perform(on: bolt, in: transaction)
            }
            #expect(!outcome.isSound)
        }
    }

    @Test func `rounds beside those who cost find nothing`() async throws {
        try await self.withCosts { ledger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for _ in 0..<12 {
                        try await ledger.buy(2, of: "NUT", for: "3.3")
                        _ = try await ledger.succeed("postSale", LedgerBench.sale(1, of: "BOLT"))
                        try await ledger.buy(2, of: "BOLT", for: "3.7")
                        try await ledger.cost(facts: 2)
                    }
                }
                group.addTask {
                    for _ in 0..<20 {
                        let drifts = try await ledger.audit(waits: false)
                        #expect(drifts == [])
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `values of the past are the same from totals and from lines`() async throws {
        try await self.withCosts { ledger in
            let now = Timestamp.now
            let days = [95, 64, 40, 33, 12, 1]
            for (number, day) in days.enumerated() {
                let time = now.advanced(by: .seconds(-day * 86_400))
                try await ledger.buy(5, of: "NUT", for: "\(number + 1).7", effectiveAt: time)
                if number == 3 {
                    try await ledger.cost()
                    #expect(try await ledger.audit() == [])
                }
            }
            try await ledger.cost()
            for day in [200, 96, 95, 64, 63, 50, 40, 39, 30, 12, 3, 0] {
                let time = now.advanced(by: .seconds(-day * 86_400))
                let groups = try await ledger.items(
                    "getValuation",
                    ["by": "variant", "asOf": time.description],
                    limit: 2
                )
                let lines = try await ledger.rows(
                    """
                    SELECT sku, sum(value)::bigint AS value
                    FROM cost_entry JOIN variant ON variant.id = cost_entry.variant
                    WHERE cost_entry.effective_at <= \(time)
                    GROUP BY 1 ORDER BY 1
                    """
                )
                let worth = try lines.map { row in
                    let value = CostValue(millionths: try row.decode("value"))
                    return "\(try row.decode("sku", as: String.self)) \(value)"
                }
                let told = groups.map { "\($0["sku"]?.text ?? "") \($0["value"]?.text ?? "")" }
                #expect(told == worth, "\(day) days ago")
            }
        }
    }
}

extension LedgerBench {
    fileprivate func costTotals() async throws -> [String] {
        try await self.lines("SELECT cost_total::text AS line FROM cost_total ORDER BY 1")
    }

    fileprivate func layers() async throws -> [String] {
        try await self.lines("SELECT cost_layer::text AS line FROM cost_layer ORDER BY 1")
    }
}
