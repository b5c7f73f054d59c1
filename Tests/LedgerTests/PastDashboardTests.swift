import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Dashboards of the past: what had happened by one time, as far as it was known at another.
@Suite(.requiresPostgres)
struct PastDashboardTests {
    @Test func `the past has days, variants, values and categories of its own, for ever`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let tools = ID<Contracts.Category>.make()
            _ = try await ledger.rows(
                """
                INSERT INTO category (id, name, path, is_deleted, version)
                VALUES (\(tools), 'Tools', \([tools]), FALSE, 1)
                """
            )
            try await ledger.variant("NUT", category: tools)
            let fig = try await ledger.variant("FIG")
            let past = Timestamp.now.advanced(by: .seconds(-86_400 * 40))
            try await ledger.buy(10, of: "NUT", for: "2", effectiveAt: past)
            try await ledger.cost()
            let first = try await ledger.succeed("getValuation")
            let known = try #require(first["costedTo"]?.text)
            // Told later, of the same day and of days after it, some of them still to come.
            try await ledger.buy(5, of: "FIG", for: "3", effectiveAt: past)
            for (document, days) in [("A", -20.0), ("B", 3)] {
                let time = Timestamp.now.advanced(by: .seconds(86_400 * days))
                try await ledger.tillSale(4, of: fig, document: document, at: time)
            }
            try await ledger.cost()
            func seen(_ query: [String: String]) async throws -> [String?] {
                let page = try await ledger.succeed("getStockDashboard", query: query)
                let shop = page.items.first
                let day = shop?["days"]?.elements.first
                let variants = ["positive", "zero", "negative"].map { name in
                    shop?["variants"]?[name].map { "\($0)" } ?? ""
                }
                let categories = (shop?["values"]?["categories"]?.elements ?? []).map {
                    "\($0["categoryId"]?.text ?? "none")=\($0["value"]?.text ?? "")"
                        .replacing(tools.description, with: "tools")
                }
                return [
                    day?["received"]?.text, day?["sold"]?.text,
                    variants.joined(separator: " ").filter { $0.isNumber || $0 == " " },
                    shop?["values"]?["value"]?.text, categories.joined(separator: " "),
                ]
            }
            let asOf = past.description
            #expect(
                try await seen(["asOf": asOf, "knownAt": known]) == [
                    "10", "0", "1 0 0", "20", "tools=20",
                ]
            )
            #expect(
                try await seen(["asOf": asOf]) == ["15", "0", "2 0 0", "35", "tools=20 none=15"]
            )
            #expect(try await seen(["knownAt": known]) == ["0", "0", "1 0 0", "20", "tools=20"])
            let soon = Timestamp.now.advanced(by: .seconds(86_400 * 3 + 60)).description
            #expect(
                try await seen(["asOf": soon]) == ["0", "4", "1 0 1", "11", "tools=20 none=-9"]
            )
        }
    }

    @Test func `pages of the past are of what the first one knew`() async throws {
        try await LedgerBench.with { ledger in
            for code in ["AMS", "ROM"] {
                _ = try await ledger.succeed(
                    "createLocation",
                    #"{"code":"\#(code)","name":"\#(code)","kind":"warehouse"}"#
                )
            }
            try await ledger.variant("NUT")
            for place in ["AMS", "LDN", "ROM"] {
                try await ledger.buy(4, of: "NUT", for: "1", at: place)
            }
            try await ledger.cost()
            let far = Timestamp.now.advanced(by: .seconds(3_600)).description
            var query = ["knownAt": far, "limit": "1"]
            var pages = [try await ledger.succeed("getStockDashboard", query: query)]
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"OSL","name":"Oslo","kind":"warehouse"}"#
            )
            for place in ["LDN", "OSL", "ROM"] {
                try await ledger.buy(1, of: "NUT", for: "1", at: place)
            }
            try await ledger.cost()
            while let next = pages.last?["next"]?.text {
                query["cursor"] = next
                pages.append(try await ledger.succeed("getStockDashboard", query: query))
            }
            #expect(pages.flatMap(\.items).map { $0["location"]?.text } == ["AMS", "LDN", "ROM"])
            #expect(pages.flatMap(\.items).map { $0["values"]?["value"]?.text } == ["4", "4", "4"])
            #expect(Set(pages.map { $0["knownAt"]?.text }).count == 1)
            #expect(pages[0]["knownAt"]?.text != far)
        }
    }
}
