import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Projections are made again from the journal, beside the live ones.
@Suite(.requiresPostgres)
struct RebuildTests {
    @Test func `what the ledger keeps is what is rebuilt, and twice the same`() async throws {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            let first = try await rebuild.compare()
            #expect(first.isEqual)
            #expect(first.tables.map(\.name) == RebuiltTable.all.map(\.name))
            let filled = first.tables.filter { $0.rows > 0 }.map(\.name)
            #expect(Set(filled).isSuperset(of: ["balance", "availability", "cost_layer"]))
            let second = try await Rebuild(owner: ledger.owner).compare()
            #expect(second.tables == first.tables)
            #expect(second.rebuilt == first.rebuilt)
            try await ledger.buy(1, of: "NUT", for: "9")
            let third = try await rebuild.compare()
            #expect(third.isEqual)
            #expect(third.rebuilt != first.rebuilt)
        }
    }

    @Test func `posting and costing go on, and both sides are the same at each moment`()
        async throws
    {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            let before = try await ledger.onHand("NUT")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for _ in 0..<15 {
                            try await ledger.buy(2, of: "NUT", for: "\(writer).5")
                            _ = try await ledger.succeed(
                                "postSale",
                                LedgerBench.sale(1, of: "NUT")
                            )
                        }
                    }
                }
                group.addTask { for _ in 0..<10 { try await ledger.cost(facts: 7) } }
                group.addTask {
                    for _ in 0..<4 {
                        let report = try await rebuild.compare()
                        #expect(report.differences == [])
                        #expect(report.isEqual)
                        #expect(try await rebuild.swap().swap == nil)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await ledger.onHand("NUT") == before + 120)
            try await ledger.cost()
            #expect(try await rebuild.compare().isEqual)
            #expect(try await ledger.facts(DriftFound.self) == [])
        }
    }

    private static let milk = "variant = (SELECT id FROM ledger.variant WHERE sku = 'MILK')"
    private static let bolts = "variant = (SELECT id FROM ledger.variant WHERE sku = 'BOLT')"

    @Test(arguments: [
        ("balance", "UPDATE ledger.balance SET on_hand = on_hand + 10000 WHERE \(Self.milk)"),
        ("availability", "DELETE FROM ledger.availability WHERE \(Self.milk)"),
        ("lot", "UPDATE ledger.lot SET status = 'recalled'"),
        ("lot", "UPDATE ledger.lot SET status = 'released', version = 1"),
        ("cost_pool", "UPDATE ledger.cost_pool SET unit_cost = unit_cost + 1"),
        ("cost_method", "UPDATE ledger.cost_method SET method = 'average' WHERE \(Self.bolts)"),
        (
            "cost_layer",
            """
            UPDATE ledger.cost_layer SET value = value + CASE
                WHEN acquired_at = (SELECT max(acquired_at) FROM ledger.cost_layer WHERE \(Self.bolts))
                THEN 5 ELSE -5 END
            WHERE \(Self.bolts) AND warehouse = (SELECT id FROM ledger.location WHERE code = 'LDN')
            """
        ),
    ])
    func `a row that somebody changed is shown, and swapped while others post`(
        table: String,
        statement: String
    ) async throws {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            let right = try await rebuild.compare()
            try await ledger.tamper(statement)
            let report = try await rebuild.compare()
            #expect(!report.isEqual)
            #expect(report.rebuilt == right.rebuilt)
            #expect(report.differences.contains { $0.table == table })
            #expect(report.text(shown: 1).contains(table))

            let found = try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { for _ in 0..<8 { try await ledger.receive(1, of: "NUT") } }
                }
                let swapped = try await rebuild.swap()
                try await group.waitForAll()
                return swapped
            }
            let swap = try #require(found.swap)
            #expect(swap.report.isEqual)
            #expect(!swap.repairs.drifts.isEmpty)
            #expect(try await ledger.facts(DriftFound.self).count == swap.repairs.drifts.count)
            #expect(try await rebuild.compare().isEqual)
            #expect(try await rebuild.swap().swap == nil)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `a line of the book that somebody changed is shown and stays`() async throws {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            try await ledger.tamper(
                """
                UPDATE ledger.cost_entry SET value = value + 1
                WHERE account = 'supplier' AND unit_cost = '2.1' AND \(Self.bolts)
                """
            )
            let hash = try await ledger.costHash()
            let (before, swap) = try await rebuild.swap()
            #expect(before.differences.map(\.table) == ["cost_entry"])
            #expect(swap?.repairs.drifts == [])
            #expect(swap?.report.isEqual == false)
            #expect(try await ledger.costHash() == hash)
        }
    }

    @Test func `one that was killed leaves nothing behind`() async throws {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            let right = try await rebuild.compare()
            await #expect(throws: PostgresError.self) {
                try await rebuild.withTables { session in
                    try await session.withTransaction { transaction in
                        _ = try RebuiltStock.advance(movements: 3, in: transaction)
                    }
                    try await session.withTransaction { transaction in
                        _ = try transaction.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                    }
                }
            }
            let again = try await rebuild.compare()
            #expect(again.tables == right.tables)
            let strangers: SQL = """
                SELECT relname FROM pg_class
                WHERE relname = 'cost_layer' AND relnamespace <> 'ledger'::regnamespace
                """
            // The server throws them away when it has noticed that their session is over.
            for _ in 0..<100 where try await !ledger.rows(strangers).isEmpty {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(try await ledger.rows(strangers).isEmpty)
        }
    }

    @Test func `one works at a time`() async throws {
        try await LedgerBench.withStockToRebuild { _, rebuild in
            try await rebuild.withTables { _ in
                var other = rebuild
                other.limits.attempts = 1
                let second = other
                _ = await #expect(throws: Rebuild.Busy.self) { _ = try await second.compare() }
            }
        }
    }

    @Test func `a trial of another method shows both values and changes nothing`() async throws {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            let (before, hash) = (try await rebuild.compare(), try await ledger.costHash())
            let worth = try await ledger.worth()[0]
            let trial = CostTrial(method: .average)
            let result = try await trial.run(rebuild)
            #expect(result.total.value.description == worth)
            // Those that are costed so anyway are the same.
            #expect(result.variants.map(\.sku) == ["BOLT"])
            let values = try #require(result.variants.first?.values)
            #expect(values.value != values.otherValue)
            // What is not there was sold.
            #expect(values.value + values.sold == values.otherValue + values.otherSold)
            #expect(result.text.contains("BOLT"))
            let same = try await CostTrial(method: .fifo).run(rebuild)
            #expect(same.variants.map(\.sku) == ["NUT"])
            #expect(try await ledger.costHash() == hash)
            #expect(try await rebuild.compare().tables == before.tables)
            #expect(WhatIf(argument: "costing=fifo") == .costing(CostTrial(method: .fifo)))
            #expect(
                WhatIf(argument: "reorder-point=2.5")
                    == .reorder(ReorderTrial(point: Quantity(tenThousandths: 25_000)))
            )
            for text in ["reorder-point=", "reorder-point=-1", "reorder-point=x"] {
                #expect(WhatIf(argument: text) == nil)
            }
            for text in ["costing", "costing=lifo", "removal=closest", "costing=fifo=average", ""] {
                #expect(WhatIf(argument: text) == nil)
            }
        }
    }

    @Test func `a trial of another rule of removal shows the lots that would be left`() async throws
    {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            _ = try await ledger.succeed(
                "postSale",
                #"{"location":"LDN-1","lines":[{"sku":"MILK","quantity":"3"}]}"#
            )
            try await ledger.horizonPassed()
            let hash = try await rebuild.compare().rebuilt
            let same = try await RemovalTrial(strategy: .fefo).run(rebuild)
            #expect(same.lots == [])
            let other = try await RemovalTrial(strategy: .lifo).run(rebuild)
            #expect(other.lots.map(\.sku) == ["MILK", "MILK"])
            #expect(other.lots.map(\.warehouse) == ["LDN", "LDN"])
            #expect(other.lots.map(\.lot) == ["L1", "L2"])
            #expect(other.lots.map(\.quantity) == [5, 5])
            #expect(other.lots.map(\.otherQuantity) == [8, 2])
            #expect(other.text.contains("MILK in LDN: lot L1"))
            #expect(try await rebuild.compare().rebuilt == hash)
        }
    }
}
