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

    @Test func `what was promised beyond what was there and not withheld is counted of any time`()
        async throws
    {
        try await LedgerBench.with { ledger in
            var moments: [(time: Timestamp, oversold: Int64)] = []
            _ = try await ledger.succeed("createLocation", Self.paris)
            let nut = try await ledger.variant("NUT")
            let milk = try await ledger.lot("L2", of: "MILK", expires: "2031-01-01")
            try await ledger.receive(5, of: "NUT")
            for (lot, quantity) in [("L1", 8), ("L2", 5)] as [(String, Quantity)] {
                try await ledger.receive(quantity, of: "MILK", lot: lot)
            }
            let promise = try await ledger.succeed("createReservation", Self.promise)
            moments.append((.now, 0))
            _ = try await ledger.changeLot(milk, "held")
            moments.append((.now, 1))
            try await ledger.tillSale(2, of: nut, document: "A", at: .now)
            moments.append((.now, 2))
            // Of yesterday, and known from now on only: of the lot that is held, and of the other one.
            let yesterday = Timestamp.now.advanced(by: .seconds(-86_400))
            try await ledger.receive(1, of: "MILK", lot: "L2", effectiveAt: yesterday)
            moments.append((.now, 2))
            try await ledger.receive(2, of: "MILK", lot: "L1", effectiveAt: yesterday)
            moments.append((.now, 1))
            let path = ["reservationId": try #require(promise["id"]?.text)]
            _ = try await ledger.succeed("releaseReservation", "{}", path: path)
            moments.append((.now, 0))
            try await ledger.receive(1, of: "NUT")
            try await ledger.cost()
            for (index, moment) in moments.enumerated() {
                let time = moment.time.description
                for times in [["knownAt": time], ["knownAt": time, "asOf": time]] {
                    let counted = try await Self.oversold(times, in: ledger)
                    #expect(counted == [moment.oversold, 0], "\(index) \(times)")
                }
            }
            // What was told of yesterday since then counts as having been there, withheld or not.
            let late = try await Self.oversold(["asOf": "\(moments[1].time)"], in: ledger)
            #expect(late == [0, 0])
            let then = try await Self.oversold(["asOf": "\(moments[2].time)"], in: ledger)
            #expect(then == [1, 0])
        }
    }

    @Test func `nothing is said of promises of times before they were remembered`() async throws {
        try await LedgerBench.with { ledger in
            _ = try await ledger.succeed("createLocation", Self.paris)
            try await ledger.variant("NUT")
            for lot in ["L1", "L2"] {
                try await ledger.lot(lot, of: "MILK", expires: "2031-01-01")
                try await ledger.receive(9, of: "MILK", lot: lot)
            }
            try await ledger.receive(4, of: "NUT")
            _ = try await ledger.succeed("createReservation", Self.promise)
            // As if the promise had been there when histories began.
            try await ledger.tamper("UPDATE ledger.reservation_change SET step = 'began'")
            let change = try await ledger.rows("SELECT recorded_at FROM reservation_change")[0]
            let began: Timestamp = try change.decode("recorded_at")
            try await ledger.receive(1, of: "NUT")
            try await ledger.cost()
            for clock in ["knownAt", "asOf"] {
                let before = [clock: began.advanced(by: .microseconds(-1)).description]
                #expect(try await Self.oversold(before, in: ledger) == [nil, nil])
                #expect(try await Self.oversold([clock: "\(began)"], in: ledger) == [0, 0])
            }
        }
    }

    private static let paris = #"{"code":"PAR","name":"Paris","kind":"warehouse"}"#
    private static let promise = """
        {"warehouse":"LDN","lines":[{"sku":"NUT","quantity":"4"},{"sku":"MILK","quantity":"10"}]}
        """

    /// What is told of a warehouse, and of one that was made before and has nothing.
    private static func oversold(
        _ times: [String: String],
        in ledger: LedgerBench
    ) async throws -> [Int64?] {
        let page = try await ledger.succeed("getStockDashboard", query: times)
        return page.items.map { item in
            guard case .integer(let count)? = item["variants"]?["oversold"] else { return nil }
            return count
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
