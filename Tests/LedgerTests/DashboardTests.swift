import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What people see on the dashboard of stock.
@Suite(.requiresPostgres)
struct DashboardTests {
    @Test func `days, average, variants and values are those of the warehouse`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.variant("FIG")
            try await ledger.buy(10, of: "NUT", for: "2")
            let past = Timestamp.now.advanced(by: .seconds(-86_400 * 3))
            try await ledger.buy(56, of: "FIG", for: "1", effectiveAt: past)
            _ = try await ledger.succeed("postSale", LedgerBench.sale(3, of: "NUT"))
            _ = try await ledger.succeed("postSale", LedgerBench.sale(56, of: "FIG"))
            try await ledger.cost()
            try await ledger.refreshDashboards()
            let page = try await ledger.succeed("getStockDashboard", query: ["days": "4"])
            let shop = try #require(page.items.first)
            #expect(shop["location"]?.text == "LDN")
            let days = shop["days"]?.elements ?? []
            #expect(days.count == 4)
            #expect(days[0]["received"]?.text == "10")
            #expect(days[0]["sold"]?.text == "59")
            #expect(days[3]["received"]?.text == "56")
            let kinds = days[0]["kinds"]?.elements ?? []
            #expect(kinds.map { $0["kind"]?.text } == ["receive", "sale"])
            #expect(kinds.map { $0["entries"]?.text } == ["1", "2"])
            // 56 on one of 28 days.
            #expect(shop["average"]?["received"]?.text == "2")
            #expect(shop["average"]?["sold"]?.text == "0")
            #expect(shop["variants"]?["positive"] == .integer(1))
            #expect(shop["variants"]?["zero"] == .integer(1))
            #expect(shop["values"]?["value"]?.text == "14")
            let ages = shop["values"]?["ageing"]?.elements ?? []
            #expect(ages.map { $0["value"]?.text } == ["14", "0", "0", "0"])
            #expect(page["currency"]?.text == "EUR")
            let asOf = try #require(page["asOf"]?.text.flatMap { Timestamp($0) })
            #expect(asOf < Timestamp.now)
        }
    }

    @Test func `nothing is said before figures were computed`() async throws {
        try await LedgerBench.with { ledger in
            let page = try await ledger.succeed("getStockDashboard")
            #expect(page["asOf"] == nil)
            #expect(page.items.map { $0["days"]?.elements.count } == [0])
        }
    }

    @Test func `the sale of a till without stock shows as negative and oversold`() async throws {
        try await LedgerBench.with { ledger in
            let nut = try await ledger.variant("NUT")
            let sale = try ledger.tillSale(2, of: nut, document: "1")
            let outcomes = await LedgerCommandProcessor(committer: ledger.committer)
                .process([sale])
            #expect(outcomes.count == 1)
            try await ledger.refreshDashboards()
            let shop = try #require(try await ledger.succeed("getStockDashboard").items.first)
            #expect(shop["variants"]?["negative"] == .integer(1))
            #expect(shop["variants"]?["oversold"] == .integer(1))
            #expect(shop["variants"]?["positive"] == .integer(0))
        }
    }

    @Test func `who may look at some warehouses sees those, and values where costs may be read`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let paris = ID<Location>.make()
            _ = try await ledger.succeed(
                "createLocation",
                #"{"id":"\#(paris)","code":"PAR","name":"Paris","kind":"warehouse"}"#
            )
            try await ledger.variant("NUT")
            for place in ["LDN", "PAR"] { try await ledger.buy(4, of: "NUT", for: "1", at: place) }
            try await ledger.cost()
            try await ledger.refreshDashboards()
            func seen(
                _ permissions: Set<Permission>,
                in warehouses: Set<ID<Location>>?
            ) async throws -> [String] {
                let somebody = Principal(
                    id: ID<User>.make().rawValue,
                    kind: .user,
                    name: "somebody",
                    permissions: permissions,
                    warehouses: warehouses
                )
                let answer = await ledger.ask("getStockDashboard", as: somebody)
                let page = try MessageCoding.decode(JSONValue.self, from: answer.body)
                return page.items.map {
                    "\($0["location"]?.text ?? "") \($0["values"]?["value"]?.text ?? "-")"
                }
            }
            #expect(try await seen([.dashboardRead, .costRead], in: nil) == ["LDN 4", "PAR 4"])
            #expect(try await seen([.dashboardRead], in: nil) == ["LDN -", "PAR -"])
            #expect(try await seen([.dashboardRead, .costRead], in: [paris]) == ["PAR 4"])
            #expect(try await seen([.dashboardRead], in: [.make()]) == [])
        }
    }

    @Test func `warehouses come page by page`() async throws {
        try await LedgerBench.with { ledger in
            for code in ["ROM", "AMS", "PAR"] {
                _ = try await ledger.succeed(
                    "createLocation",
                    #"{"code":"\#(code)","name":"\#(code)","kind":"warehouse"}"#
                )
            }
            let items = try await ledger.items("getStockDashboard", [:], limit: 1)
            #expect(items.map { $0["location"]?.text } == ["AMS", "LDN", "PAR", "ROM"])
            for wrong in [["days": "0"], ["days": "91"], ["warehouse": "nowhere"]] {
                #expect(await ledger.ask("getStockDashboard", query: wrong).status == 422)
            }
        }
    }
}
