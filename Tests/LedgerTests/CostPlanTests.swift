import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What is asked of the book of costs reads no more of it than the answer is made of.
@Suite(.requiresPostgres)
struct CostPlanTests {
    @Test func `questions about costs read little of the book`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            try await ledger.fillCosts()
            let source = try await ledger.rows(
                "SELECT source FROM cost_entry WHERE number = 20000"
            )[0]
            .decode("source", as: ID<CostSource>.self)
            for read in Self.lists(source) + Self.values { try await read.expectFew(in: ledger) }
        }
    }

    @Test func `what everything is worth now is read from pools alone`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            try await ledger.fillCosts()
            let read = try await RowsRead.counted(in: ledger) { transaction in
                _ = try GetValuation().perform(LedgerBench.request("getValuation"), in: transaction)
            }
            #expect(read.tables["cost_pool"] ?? 0 >= 10_000)
            #expect(read.sum < 20_500, "\(read)")
            #expect(read.tables["cost_entry"] == nil && read.tables["cost_layer"] == nil, "\(read)")
        }
    }

    private static func lists(_ source: ID<CostSource>) -> [HotRead] {
        func lines(_ query: [String: String]) -> RowsRead.Question {
            { transaction in
                let request = LedgerBench.request("listCostEntries", query: query)
                _ = try ListCostEntries().perform(request, in: transaction)
            }
        }
        func layers(_ query: [String: String]) -> RowsRead.Question {
            { transaction in
                let request = LedgerBench.request("listCostLayers", query: query)
                _ = try ListCostLayers().perform(request, in: transaction)
            }
        }
        return [
            HotRead("the latest lines", atMost: 300, by: "cost_entry_row", lines([:])),
            HotRead("lines behind", atMost: 300, by: "cost_entry_row", lines(["after": "30000"])),
            HotRead(
                "lines of a SKU",
                atMost: 50,
                by: "cost_entry_of_pool",
                lines(["sku": "SKU-05000"])
            ),
            HotRead(
                "lines of an entry",
                atMost: 50,
                by: "cost_entry_of_source",
                lines(["source": source.description])
            ),
            HotRead("lines since a landed cost", atMost: 50, by: "cost_entry_of_pool") {
                _ = try $0.execute(CostEntryStore.lines(since: [source]))
            },
            HotRead("layers", atMost: 500, by: "cost_layer_row", layers([:])),
            HotRead(
                "layers of a SKU",
                atMost: 50,
                by: "cost_layer_row",
                layers(["sku": "SKU-05000"])
            ),
            HotRead(
                "layers without a price",
                atMost: 500,
                by: "cost_layer_without_price",
                layers(["unpriced": "true"])
            ),
        ]
    }

    private static var values: [HotRead] {
        let past = Timestamp.now.advanced(by: .seconds(-200 * 86_400))
        func valuation(_ query: [String: String]) -> RowsRead.Question {
            { transaction in
                let request = LedgerBench.request("getValuation", query: query)
                _ = try GetValuation().perform(request, in: transaction)
            }
        }
        let sku = ["sku": "SKU-05000"]
        return [
            HotRead("a value now", atMost: 50, by: "cost_pool_row", valuation(sku)),
            HotRead(
                "a value that was known",
                atMost: 50,
                by: "cost_entry_of_pool",
                valuation(sku.merging(["knownAt": "\(past)"]) { $1 })
            ),
            HotRead(
                "a value of a day",
                atMost: 400,
                by: "cost_total_row",
                valuation(sku.merging(["asOf": "\(past)"]) { $1 })
            ),
            HotRead("ageing", atMost: 50, by: "cost_layer_row") { transaction in
                let request = LedgerBench.request("getValuationAgeing", query: sku)
                _ = try GetValuationAgeing().perform(request, in: transaction)
            },
            // The totals of all months before are read whole, and of the lines one month.
            HotRead(
                "all values of a day",
                atMost: 65_000,
                by: "cost_entry_by_effect",
                valuation(["asOf": "\(past)"])
            ),
        ]
    }
}
