import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What goods at a place are worth is the part that valuations by place tell, and has terms.
@Suite(.requiresPostgres)
struct ExplainWorthTests {
    private static let fields: [ExplainedField] = [.value, .unitCost]

    /// Three mugs of 31 in a warehouse, in its bin and on a pallet there, and one of 5 in another.
    private func withMugs(
        _ body: (LedgerBench, _ pallet: [String: String]) async throws -> Void
    ) async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            for (price, place) in [("10", "LDN"), ("10", "LDN-1"), ("11", "P1"), ("5", "LEEDS")] {
                try await ledger.buy(1, of: "MUG", for: price, at: place)
            }
            try await ledger.cost()
            try await body(ledger, pallet)
        }
    }

    @Test func `a place has its part, and terms say what the others have`() async throws {
        try await self.withMugs { ledger, _ in
            let told = try await ledger.placeWorth(of: "MUG")
            #expect(Set(told.values) == ["10.333333", "10.333334", "5"])
            for place in ["LDN", "LDN-1", "P1", "LEEDS"] {
                let value = try await ledger.explain("MUG", .value, ["location": place])
                #expect(value["value"]?.text == told[place], "\(place)")
                #expect(try ledger.worth(of: value) == told[place], "\(place)")
                let unit = try await ledger.explain("MUG", .unitCost, ["location": place])
                #expect(unit["value"]?.text == told[place], "\(place)")
                #expect(try UnitCostSums(unit).quantity == 1, "\(place)")
                #expect(try UnitCostSums(unit).value.description == told[place], "\(place)")
            }
        }
    }

    @Test func `terms of a place are the lines of its warehouse, less what is elsewhere`()
        async throws
    {
        try await self.withMugs { ledger, _ in
            let told = try await ledger.placeWorth(of: "MUG")
            let tree = try await ledger.explain("MUG", .value, ["locationTree": "LDN-1"])
            let sum = try ["LDN-1", "P1"].map { try #require(CostValue(told[$0] ?? "")) }
                .reduce(.zero, +).description
            #expect(tree["value"]?.text == sum)
            let terms = tree["terms"]?.elements ?? []
            #expect(terms.map { $0["kind"]?.text } == ["costs", "elsewhere"])
            #expect(terms.map { $0["warehouse"]?["code"]?.text } == ["LDN", "LDN"])
            #expect(terms.map { $0["count"] } == [.integer(3), .integer(1)])
            let others = try #require(told["LDN"])
            #expect(terms.map { $0["quantity"]?.text } == ["31", "-\(others)"])
            // A pallet with nothing on it, and a place that is in no warehouse.
            for (place, kinds) in [("C1", ["costs", "elsewhere"]), ("transit", [])]
                as [(String, [String?])]
            {
                let none = try await ledger.explain("MUG", .value, ["location": place])
                #expect(none["value"]?.text == "0")
                #expect((none["terms"]?.elements ?? []).map { $0["kind"]?.text } == kinds)
                #expect(try ledger.worth(of: none) == "0")
                let unit = try await ledger.explain("MUG", .unitCost, ["location": place])
                #expect(unit["value"] == nil)
                #expect(try UnitCostSums(unit) == UnitCostSums())
            }
        }
    }

    @Test func `goods are where they stood when they were costed, as is told of that time`()
        async throws
    {
        try await self.withMugs { ledger, pallet in
            try await ledger.horizonPassed()
            let before = Timestamp.now
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LDN"}"#, path: pallet)
            let tree = ["locationTree": "LDN-1"]
            for field in Self.fields {
                // Nothing was costed since, so that is what is told.
                let now = try await ledger.explain("MUG", field, tree)
                let costedTo = try #require(now["costedTo"]?.text)
                #expect(Timestamp(costedTo).map { $0 < before } == true)
                #expect(now["value"]?.text?.hasPrefix(field == .value ? "20.66666" : "10") == true)
                let same = try await ledger.explain(
                    "MUG",
                    field,
                    tree.merging(["knownAt": costedTo]) { $1 }
                )
                #expect(same["value"] == now["value"])
                #expect(same["terms"] == now["terms"])
            }
            try await ledger.variant("NUT")
            try await ledger.buy(1, of: "NUT", for: "1")
            try await ledger.cost()
            let told = try await ledger.placeWorth(of: "MUG")
            let after = try await ledger.explain("MUG", .value, tree)
            #expect(after["value"]?.text == told["LDN-1"])
            #expect(try ledger.worth(of: after) == told["LDN-1"])
            for clock in ["asOf", "knownAt"] {
                let query = tree.merging([clock: "\(before)"]) { $1 }
                let then = try await ledger.explain("MUG", .value, query)
                #expect(then["value"]?.text?.hasPrefix("20.66666") == true, "\(clock)")
                #expect(try ledger.worth(of: then) == then["value"]?.text, "\(clock)")
            }
        }
    }

    @Test func `a part that does not follow from its terms shows`() async throws {
        try await self.withMugs { ledger, _ in
            try await ledger.tamper(
                "UPDATE ledger.balance SET on_hand = 50000 WHERE location = '\(ledger.bin)'"
            )
            let told = try await ledger.placeWorth(of: "MUG")
            let explained = try await ledger.explain("MUG", .value, ["location": "LDN-1"])
            #expect(explained["value"]?.text == told["LDN-1"])
            let sum = try ledger.worth(of: explained)
            #expect(sum.hasPrefix("10.33333"))
            #expect(explained["value"]?.text != sum)
        }
    }

    @Test func `nobody is told what a place is worth where he may not read costs`() async throws {
        try await self.withMugs { ledger, _ in
            for (permissions, place, status, isTold) in [
                ([.stockRead, .costRead], "LDN-1", 200, true),
                ([.stockRead, .costRead], "LEEDS", 200, false), ([.stockRead], "LDN-1", 403, false),
            ] as [(Set<Permission>, String, Int, Bool)] {
                let reader = Principal(
                    id: UUID(),
                    kind: .apiKey,
                    name: "shop",
                    permissions: permissions,
                    warehouses: [ledger.warehouse]
                )
                let answer = await ledger.ask(
                    "explainStock",
                    path: ["sku": "MUG"],
                    query: ["field": "value", "location": place],
                    as: reader
                )
                #expect(answer.status == status)
                guard status == 200 else { continue }
                let told = try MessageCoding.decode(JSONValue.self, from: answer.body)
                #expect((told["value"]?.text != "0") == isTold, "\(place)")
                #expect((told["terms"]?.elements.isEmpty == false) == isTold, "\(place)")
            }
        }
    }
}

extension LedgerBench {
    /// What each place has of what a SKU is worth, by its code, as valuations say.
    fileprivate func placeWorth(of sku: String) async throws -> [String: String] {
        try await self.items("getValuation", ["by": "place", "sku": sku], limit: 50)
            .reduce(into: [:]) { $0[$1["location"]?.text ?? ""] = $1["value"]?.text }
    }

    /// How many there are at some places and what these are worth: by the list of stock, which says what
    /// was there, and the valuation by place.
    ///
    /// - Parameter places: `location` or `locationTree`, and the two clocks.
    func valued(_ sku: String, atPlaces places: [String: String]) async throws -> UnitCostSums {
        let goods = places.merging(["sku": sku, "by": "location"]) { $1 }
        let worth = places.filter { ["asOf", "knownAt"].contains($0.key) }
            .merging(["sku": sku, "by": "place"]) { $1 }
        var sums = UnitCostSums()
        var there: Set<String> = []
        for row in try await self.items("listStock", goods, limit: 100) {
            sums.quantity += try #require(row["onHand"]?.text.flatMap { Quantity($0) })
            there.insert(try #require(row["location"]?["id"]?.text))
        }
        if let code = places["location"] {
            // Also has what is of no place, where it is a warehouse.
            let row = try await self.rows(
                "SELECT (\(fragment: LocationStore.id(named: code))) AS id"
            )
            there = [try row[0].decode("id", as: ID<Location>.self).description]
        }
        for group in try await self.items("getValuation", worth, limit: 100) {
            guard let id = group["locationId"]?.text, there.contains(id) else { continue }
            sums.value += try #require(group["value"]?.text.flatMap { CostValue($0) })
        }
        return sums
    }
}
