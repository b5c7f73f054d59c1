import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import SealStore
import Sealing
import TestSupport
import Testing

@testable import Ledger

/// What follows the journal reads what is new, and what that concerns.
@Suite(.requiresPostgres)
struct FollowerPlanTests {
    @Test func `counts are evaluated from what happened to the goods`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            try await ledger.fillCounts()
            let ids = try await ledger.rows(CountResultStore.unsettled(limit: 20))
                .map { try $0.decode("id", as: ID<CountResult>.self) }
            #expect(ids.count == 10)
            let evaluation: RowsRead.Question = { transaction in
                _ = try CountBook(of: ids, in: transaction)
            }
            let last = try await ledger.rows(JournalStore.lastRecorded)[0]
                .decode("recorded_at", as: Timestamp.self)
            let past = last.advanced(by: .seconds(-15))
            for read in [
                HotRead("whether there is news", atMost: 20, by: "movement_row") { transaction in
                    try transaction.execute(CountPosition.advance(to: last))
                    let news = try transaction.execute(CountPosition.news)
                    #expect(try !news[0].decode("are_there", as: Bool.self))
                },
                HotRead("an evaluation", atMost: 500, by: "count_result_of_goods", evaluation),
                HotRead("an evaluation", atMost: 500, by: "movement_by_variant", evaluation),
                HotRead("what is marked", atMost: 50, by: "count_result_to_settle") { transaction in
                    try transaction.execute(CountResultStore.unsettled(limit: 20))
                },
                HotRead("what a window concerns", atMost: 200, by: "count_result_of_goods") {
                    transaction in
                    transaction.planForValues()
                    try transaction.execute(CountPosition.mark(after: past, through: last))
                },
            ] { try await read.expectFew(in: ledger) }
        }
    }

    @Test func `a part of a round of the audit reads its variants alone`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            try await ledger.fillLots()
            try await ledger.fillCosts()
            try await ledger.fillMonths()
            let variants = try await ledger.rows(
                "SELECT id FROM variant WHERE sku BETWEEN 'SKU-05000' AND 'SKU-05019'"
            ).map { try $0.decode("id", as: ID<Variant>.self) }
            #expect(variants.count == 20)
            for read in Self.comparisons(of: variants) { try await read.expectFew(in: ledger) }
        }
    }

    private static func comparisons(of variants: [ID<Variant>]) -> [HotRead] {
        let balances: RowsRead.Question = { transaction in
            try transaction.execute(StockComparison.balances(of: variants, by: .shadow))
        }
        let availabilities: RowsRead.Question = { transaction in
            try transaction.execute(StockComparison.availabilities(of: variants))
        }
        let costs: RowsRead.Question = { transaction in
            let position = try transaction.execute(CostTotalStore.position)[0]
            transaction.planForValues()
            try transaction.execute(
                CostComparison.pools(of: variants, after: try position.decode("number"))
            )
        }
        return [
            HotRead("balances", atMost: 300, by: "month_total_row", balances),
            HotRead("balances", atMost: 300, by: "balance_row", balances),
            HotRead("availabilities", atMost: 300, by: "availability_row", availabilities),
            // Of lines that are all open either index finds as many.
            HotRead(
                "availabilities",
                atMost: 300,
                by: "reservation_line_open",
                or: "reservation_line_of_variant",
                availabilities
            ),
            HotRead(
                "promises",
                atMost: 300,
                by: "reservation_line_open",
                or: "reservation_line_of_variant"
            ) { transaction in
                try transaction.execute(PromiseComparison.differences(.open(variants)))
            },
            HotRead("costs", atMost: 600, by: "cost_total_row", costs),
            HotRead("costs", atMost: 600, by: "cost_layer_row", costs),
            HotRead("costs", atMost: 600, by: "cost_pool_row", costs),
            HotRead("what is added up next", atMost: 500, by: "movement_row") { transaction in
                let next = ShadowStore.nextPosition(before: .now, limit: 20_000)
                let time: Timestamp = try transaction.execute(next)[0].decode("recorded_to")
                try transaction.pipeline(ShadowStore.advance(to: time))
            },
            HotRead("what is added up of costs", atMost: 600, by: "cost_entry_row") { transaction in
                try transaction.pipeline(CostTotalStore.advance(to: 40_000))
            },
        ]
    }

    @Test func `sealing reads on where the last block ends`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            let row = try await ledger.rows(
                """
                SELECT recorded_at, entry, line, id
                FROM movement
                ORDER BY recorded_at, entry, line, id
                OFFSET 20000
                LIMIT 1
                """
            )[0]
            let place = JournalPlace(
                recordedAt: try row.decode("recorded_at"),
                entry: try row.decode("entry"),
                line: try row.decode("line"),
                movement: try row.decode("id")
            )
            let now = Timestamp.now
            for read in [
                HotRead("the next leaves", atMost: 2_500, by: "movement_row") { transaction in
                    transaction.preferIndexes()
                    try transaction.execute(
                        SealedJournal.records(after: place, before: now, limit: 500)
                    )
                },
                HotRead("the first that is not sealed", atMost: 50, by: "movement_row") {
                    transaction in
                    try transaction.execute(SealedJournal.firstTime(after: place))
                },
            ] { try await read.expectFew(in: ledger) }
        }
    }

    @Test func `a receipt reads its movement, its block and the way to the root`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            for _ in 0..<4 { try await ledger.post(100) }
            try await ledger.seal(LedgerBench.sealLimits(movements: 1, keyFile: keyFile))
            #expect(try await ledger.findings() == [])
            let id = try await ledger.rows(
                "SELECT id FROM movement ORDER BY recorded_at, id OFFSET 200 LIMIT 1"
            )[0].decode("id", as: ID<Movement>.self)
            // What is filled in has these as well.
            try await ledger.tamper("DELETE FROM balance", "DELETE FROM availability")
            try await PlanTests.fill(ledger)
            let receipt: RowsRead.Question = { transaction in
                let request = LedgerBench.request(
                    "getReceipt",
                    path: ["movementId": id.description]
                )
                let answer = try GetReceipt().perform(request, in: transaction)
                #expect(answer.status == 200)
            }
            for index in ["movement_row", "seal_block_by_end", "seal_block_row"] {
                try await HotRead("a receipt", atMost: 100, by: index, receipt)
                    .expectFew(in: ledger)
            }
        }
    }
}
