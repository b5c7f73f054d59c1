import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What can be asked of costs, and ordered.
@Suite(.requiresPostgres)
struct CostOperationTests {
    @Test func `a policy holds from the first receipt on, and a later one revalues`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            _ = try await ledger.succeed("setCostPolicy", #"{"method":"fifo"}"#)
            try await ledger.buy(1, of: "NUT", for: "1")
            try await ledger.buy(1, of: "NUT", for: "3")
            _ = try await ledger.succeed("postSale", LedgerBench.sale(1, of: "NUT"))
            try await ledger.cost()
            #expect(try await ledger.charges(.customer) == ["-1"])
            _ = try await ledger.succeed(
                "setCostPolicy",
                #"{"sku":"NUT","method":"standard","standardCost":"2.5"}"#
            )
            try await ledger.cost()
            #expect(try await ledger.charges(.revaluation) == ["-0.5"])
            #expect(try await ledger.worth() == ["2.5", "2.5"])
            let policies = try await ledger.items("listCostPolicies", [:], limit: 1)
            #expect(policies.map { $0["method"]?.text } == ["fifo", "standard"])
            let refused = await ledger.ask(
                "postRevaluation",
                #"{"sku":"NUT","amount":"1","reason":"market"}"#
            )
            #expect(refused.status == 422)
        }
    }

    @Test func `what was ordered about costs is listed with who ordered it, and so are rates`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.variant("EGG")
            let receipt = try await ledger.buy(4, of: "NUT", for: "1")
            try await ledger.buy(1, of: "EGG", for: "1")
            try await ledger.cost()
            for (currency, rate) in [("USD", "0.9"), ("GBP", "1.2"), ("USD", "0.8")] {
                _ = try await ledger.succeed(
                    "addExchangeRate",
                    """
                    {"currency":"\(currency)","rate":"\(rate)",
                    "validFrom":"2026-01-01T00:00:00Z"}
                    """
                )
            }
            _ = try await ledger.succeed(
                "postLandedCost",
                CostKeeperTests.landed("10", over: receipt, document: "F1")
            )
            _ = try await ledger.succeed(
                "postRevaluation",
                #"{"sku":"EGG","location":"LDN","amount":"-0.5","reason":"market"}"#
            )
            _ = try await ledger.succeed("setCostPolicy", #"{"sku":"NUT","method":"fifo"}"#)
            let orders = try await ledger.items("listCostOrders", [:], limit: 1)
            #expect(orders.map { $0["kind"]?.text } == ["cost", "revalue", "land"])
            #expect(orders.allSatisfy { $0["actor"]?["name"]?.text != nil })
            #expect(orders[0]["method"]?.text == "fifo")
            #expect(orders[1]["amount"]?.text == "-0.5")
            #expect(orders[1]["warehouseId"]?.text == ledger.warehouse.description)
            #expect(orders[1]["reason"]?.text == "market")
            #expect(orders[2]["reference"]?["document"]?.text == "F1")
            #expect(
                orders[2]["receipts"]?.elements.map { $0["entryId"]?.text } == [
                    receipt.description
                ]
            )
            let ofEggs = try await ledger.items("listCostOrders", ["sku": "EGG"], limit: 5)
            #expect(ofEggs == [orders[1]])
            #expect(try await ledger.items("listCostOrders", ["kind": "land"], limit: 5).count == 1)
            let rates = try await ledger.items("listExchangeRates", [:], limit: 2)
            #expect(rates.map { $0["rate"]?.text } == ["0.8", "1.2", "0.9"])
            let dollars = try await ledger.items("listExchangeRates", ["currency": "USD"], limit: 1)
            #expect(dollars.map { $0["rate"]?.text } == ["0.8", "0.9"])
        }
    }

    @Test func `what was ordered decides who may be revalued, not what the book has followed`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            let revaluation = #"{"sku":"NUT","unitCost":"4","reason":"market"}"#
            let standard = #"{"sku":"NUT","method":"standard","standardCost":"2.5"}"#
            // Nothing was costed yet: the policy says it.
            _ = try await ledger.succeed("setCostPolicy", standard)
            #expect(await ledger.ask("postRevaluation", revaluation).status == 422)
            try await ledger.buy(1, of: "NUT", for: "1")
            try await ledger.cost()
            // The book is at the standard, and it was ordered otherwise.
            _ = try await ledger.succeed("setCostPolicy", #"{"sku":"NUT","method":"fifo"}"#)
            _ = try await ledger.succeed("postRevaluation", revaluation)
            _ = try await ledger.succeed("setCostPolicy", standard)
            #expect(await ledger.ask("postRevaluation", revaluation).status == 422)
            try await ledger.cost()
            #expect(try await ledger.worth() == ["2.5", "2.5"])
        }
    }

    @Test func `the rate in force is frozen, and without one goods are listed as unpriced`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.buy(10, of: "NUT", for: "2", "USD")
            _ = try await ledger.succeed(
                "addExchangeRate",
                #"{"currency":"USD","rate":"0.9","validFrom":"2020-01-01T00:00:00Z"}"#
            )
            try await ledger.buy(10, of: "NUT", for: "2", "USD")
            _ = try await ledger.succeed(
                "addExchangeRate",
                #"{"currency":"USD","rate":"0.5","validFrom":"2020-01-01T00:00:00Z"}"#
            )
            try await ledger.cost()
            #expect(try await ledger.worth() == ["18", "18"])
            let unpriced = try await ledger.items("listCostLayers", ["unpriced": "true"], limit: 1)
            #expect(unpriced.count == 1)
            for (filter, count) in [(["sku": "NUT"], 2), (["location": "LDN"], 2)] {
                let found = try await ledger.items("listCostLayers", filter, limit: 1)
                #expect(found.count == count, "\(filter)")
            }
            let lines = try await ledger.items("listCostEntries", [:], limit: 1)
            #expect(lines.map { $0["rate"]?.text } == ["0.9", nil])
            _ = try await ledger.succeed(
                "postRevaluation",
                #"{"sku":"NUT","location":"LDN","unitCost":"1.8","reason":"invoice"}"#
            )
            try await ledger.cost()
            #expect(try await ledger.worth() == ["36", "36"])
            #expect(try await ledger.items("listCostLayers", ["unpriced": "true"], limit: 5) == [])
        }
    }

    @Test func `a landed cost takes effect once`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            let receipt = try await ledger.buy(4, of: "NUT", for: "1")
            let body = CostKeeperTests.landed("2", over: receipt, document: "F1")
            _ = try await ledger.succeed("postLandedCost", body)
            #expect(await ledger.ask("postLandedCost", body).status == 409)
            let sale = try await ledger.succeed("postSale", LedgerBench.sale(1, of: "NUT"))
            for other in [try #require(sale["id"]?.text), "\(ID<Entry>.make())"] {
                let body = CostKeeperTests.landed("2", over: other, document: "F2")
                #expect(await ledger.ask("postLandedCost", body).status == 422)
            }
            try await ledger.cost()
            #expect(try await ledger.worth() == ["4.5", "4.5"])
        }
    }

    @Test func `whoever follows the book hears of new lines and reads them in order`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.buy(4, of: "NUT", for: "1.5")
            try await ledger.buy(2, of: "NUT", for: "3")
            try await ledger.cost()
            _ = try await ledger.succeed(
                "postSale",
                #"{"location":"LDN","lines":[{"sku":"NUT","quantity":"3"}]}"#
            )
            try await ledger.cost()
            try await ledger.cost()
            let told = try await ledger.facts(CostsPosted.self)
            #expect(told.map(\.first) == [1, 3])
            #expect(told.map(\.last) == [2, 3])
            #expect(told[0].changes == [.init(account: .supplier, value: "12")])
            #expect(told[1].changes == [.init(account: .customer, value: "-6")])
            for limit in [1, 500] {
                let numbers = try await ledger.items(
                    "listCostEntries",
                    ["after": "\(told[0].first)"],
                    limit: limit
                ).map { $0["number"] }
                #expect(numbers == [.integer(2), .integer(3)])
            }
            let refused = await ledger.ask("listCostEntries", query: ["after": "-1"])
            #expect(refused.status == 422)
        }
    }

    @Test func `values are added up by what is asked for`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.variant("BOLT")
            try await ledger.buy(4, of: "NUT", for: "1.5")
            try await ledger.buy(4, of: "BOLT", for: "0.000001", at: "LDN-1")
            try await ledger.cost()
            #expect(
                try await self.values(ledger, by: "variant", "sku") == ["BOLT 0.000004", "NUT 6"]
            )
            #expect(try await self.values(ledger, by: "location", "location") == ["LDN 6.000004"])
            #expect(try await self.values(ledger, by: "category", "category") == [" 6.000004"])
        }
    }

    private func values(
        _ ledger: LedgerBench,
        by grouping: String,
        _ name: String
    ) async throws -> [String] {
        try await ledger.items("getValuation", ["by": grouping], limit: 1).map { group in
            "\(group[name]?.text ?? "") \(group["value"]?.text ?? "")"
        }
    }

    @Test func `goods are told by their age, and losses by their reason`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            let old = Timestamp.now.advanced(by: .seconds(-100 * 86_400))
            try await ledger.buy(4, of: "NUT", for: "1", effectiveAt: old)
            try await ledger.buy(4, of: "NUT", for: "1")
            for (reason, quantity) in [("lost", "-1"), ("damaged", "-2"), ("found", "1")] {
                _ = try await ledger.succeed(
                    "postAdjustment",
                    #"{"location":"LDN","reason":"\#(reason)","lines":[{"sku":"NUT","quantity":"\#(quantity)"}]}"#
                )
            }
            try await ledger.cost()
            let bands = try await ledger.succeed("getValuationAgeing")["bands"]?.elements ?? []
            #expect(bands.map { $0["value"]?.text } == ["5", "1", "0", "0"])
            let losses = try await ledger.succeed("listLosses").items
            #expect(losses.map { $0["reason"]?.text } == ["found", "lost", "damaged"])
            #expect(losses.map { $0["value"]?.text } == ["-1", "1", "2"])
        }
    }

    @Test func `goods cost as much to keep as they were worth for as long as they were there`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            let (from, to) = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
            // Half of the year of 365 days, and all of it.
            let half = try #require(Timestamp("2026-07-02T12:00:00Z"))
            let before = try #require(Timestamp("2025-06-01T00:00:00Z"))
            let later = try #require(Timestamp("2026-11-01T00:00:00Z"))
            try await ledger.buy(4, of: "NUT", for: "100", effectiveAt: before)
            try await ledger.buy(2, of: "NUT", for: "100", effectiveAt: half)
            try await ledger.cost()
            let query = ["from": from, "to": to, "yearlyRate": "20"]
            let cost = try await ledger.succeed("getCarryingCost", query: query)
            #expect(cost["averageValue"]?.text == "500")
            #expect(cost["carryingCost"]?.text == "100")
            let short = ["from": from, "to": "\(half)", "yearlyRate": "20"]
            let first = try await ledger.succeed("getCarryingCost", query: short)
            #expect(first["averageValue"]?.text == "400")
            #expect(first["carryingCost"]?.text == "40")
            for wrong in [
                ["yearlyRate": "101"], ["yearlyRate": "-1"], ["from": "\(later)", "to": from],
            ] {
                #expect(await ledger.ask("getCarryingCost", query: wrong).status == 422)
            }
        }
    }

    @Test func `who may read some warehouses sees what is worth there`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.buy(4, of: "NUT", for: "1")
            try await ledger.cost()
            let stranger = Principal(
                id: ID<User>.make().rawValue,
                kind: .user,
                name: "stranger",
                permissions: [.costRead, .costManage],
                warehouses: [.make()]
            )
            let answer = await ledger.ask("getValuation", as: stranger)
            #expect(String(decoding: answer.body, as: UTF8.self).contains(#""items":[]"#))
            let order = #"{"sku":"NUT","amount":"1","reason":"market"}"#
            #expect(await ledger.ask("postRevaluation", order, as: stranger).status == 403)
        }
    }
}
