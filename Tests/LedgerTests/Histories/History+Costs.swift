import Contracts
import Kernel
import LedgerDomain
import Postgres
import Testing

@testable import Ledger

/// What goods are worth has to be what the lines of the book of costs come to, and of as much as there is.
extension History {
    /// Costs what was posted, and compares what it is worth now and was at both kinds of times.
    mutating func expectValues(asOf: Timestamp, knownAt: Timestamp) async throws {
        try await self.readCosts()
        let times: [(Timestamp?, Timestamp?)] = [
            (nil, nil), (asOf, nil), (nil, knownAt), (asOf, knownAt),
        ]
        for (asOf, knownAt) in times {
            try await self.expectValuation(asOf: asOf, knownAt: knownAt)
            try await self.expectPlaces(asOf: asOf, knownAt: knownAt)
        }
        try await self.expectLayers()
        let sku = try #require(RandomPosting.skus.randomElement(using: &self.generator))
        for warehouse in [nil] + self.model.warehouses {
            try await self.expectExplained(sku, in: warehouse)
        }
    }

    /// Costs what was posted, and reads what has become of that.
    mutating func readCosts() async throws {
        try await self.ledger.cost()
        try await self.costs.read(from: self.ledger)
    }

    func expectValuation(asOf: Timestamp?, knownAt: Timestamp?) async throws {
        let query = Self.query(asOf: asOf, knownAt: knownAt)
        let times = "asOf \(asOf, default: "now"), knownAt \(knownAt, default: "now")"
        for (grouping, name) in [(CostFold.Grouping.variant, "sku"), (.location, "location")] {
            let groups = try await self.ledger.items(
                "getValuation",
                query.merging(["by": grouping.rawValue]) { first, _ in first },
                limit: 3
            )
            let folded = self.costs.worth(by: grouping, asOf: asOf, knownAt: knownAt)
            var told: [String: CostValue] = [:]
            for group in groups {
                let key = try #require(group[name]?.text)
                told[key] = try #require(group["value"]?.text.flatMap { CostValue($0) })
                guard grouping == .variant else { continue }
                let quantity = self.quantity(of: key, asOf: asOf, knownAt: knownAt)
                #expect(group["quantity"]?.text == quantity.description, "\(key), \(times)")
                #expect(folded[key]?.quantity ?? .zero == quantity, "\(key), \(times)")
            }
            let values = folded.mapValues(\.value).filter { $0.value != .zero }
            #expect(told.filter { $0.value != .zero } == values, "\(grouping), \(times)")
        }
    }

    /// Places of a warehouse are worth what it is, each of them as much as it has of the goods.
    func expectPlaces(asOf: Timestamp?, knownAt: Timestamp?) async throws {
        var query = Self.query(asOf: asOf, knownAt: knownAt)
        query["by"] = "place"
        var told: [String: CostValue] = [:]
        for group in try await self.ledger.items("getValuation", query, limit: 2) {
            let place = try #require(group["location"]?.text)
            told[place] = try #require(group["value"]?.text.flatMap { CostValue($0) })
        }
        let pools = self.costs.worth(by: .pool, asOf: asOf, knownAt: knownAt)
        let values = self.costs.worth(by: .location, asOf: asOf, knownAt: knownAt)
        for warehouse in self.model.warehouses + [HistoryModel.road] {
            let places = self.model.places.filter { $0.value == warehouse }.map(\.key)
            let own = warehouse == HistoryModel.road ? [warehouse] : places
            let sum = own.reduce(CostValue.zero) { $0 + (told[$1] ?? .zero) }
            #expect(sum == values[warehouse]?.value ?? .zero, "\(warehouse) \(query)")
        }
        for (place, value) in told {
            let warehouse = self.model.places[place] ?? place
            var expected = 0.0
            for sku in RandomPosting.skus {
                let everything = self.model.everything(of: sku, asOf: asOf, knownAt: knownAt)
                func units(_ isHere: (String) -> Bool) -> Int64 {
                    everything.filter { isHere($0.key.location) }.values
                        .reduce(0) { $0 + $1.tenThousandths }
                }
                let total = units { (self.model.places[$0] ?? $0) == warehouse }
                let worth = Double(pools["\(sku) \(warehouse)"]?.value.millionths ?? 0)
                if total != 0 {
                    expected += worth * Double(units { $0 == place }) / Double(total)
                } else if place == warehouse {
                    expected += worth
                }
            }
            let difference = abs(Double(value.millionths) - expected)
            #expect(difference <= Double(RandomPosting.skus.count), "\(place) \(query)")
        }
    }

    /// How much belongs to us: in warehouses, and on the road.
    private func quantity(of sku: String, asOf: Timestamp?, knownAt: Timestamp?) -> Quantity {
        self.model.everything(of: sku, asOf: asOf, knownAt: knownAt)
            .filter { place, _ in
                self.model.places[place.location] != nil || place.location == HistoryModel.road
            }
            .values.reduce(.zero, +)
    }

    /// Layers, less what is owed, are what the lines of each pool come to.
    private func expectLayers() async throws {
        var pools: [String: CostFold.Worth] = [:]
        for layer in try await self.ledger.items("listCostLayers", [:], limit: 20) {
            let sku = try #require(layer["sku"]?.text)
            let key = "\(sku) \(try #require(layer["location"]?.text))"
            let quantity = try #require(layer["quantity"]?.text.flatMap { Quantity($0) })
            #expect(quantity.isPositive)
            pools[key, default: CostFold.Worth()].quantity += quantity
            pools[key, default: CostFold.Worth()].value += try #require(
                layer["value"]?.text.flatMap { CostValue($0) }
            )
        }
        let debts = try await self.ledger.rows(
            """
            SELECT variant.sku || ' ' || location.code AS key, debt.quantity, debt.value
            FROM cost_debt AS debt
            JOIN variant ON variant.id = debt.variant
            JOIN location ON location.id = debt.warehouse
            """
        )
        for debt in debts {
            let key: String = try debt.decode("key")
            pools[key, default: CostFold.Worth()].quantity -= try debt.decode("quantity")
            pools[key, default: CostFold.Worth()].value -= CostValue(
                millionths: try debt.decode("value")
            )
        }
        #expect(pools.filter { $0.value != CostFold.Worth() } == self.costs.worth(by: .pool))
    }

    /// What goods are worth has terms that add up to it.
    private func expectExplained(_ sku: String, in warehouse: String?) async throws {
        var query = ["field": "value"]
        query["warehouse"] = warehouse
        let explained = try await self.ledger.succeed(
            "explainStock",
            path: ["sku": sku],
            query: query
        )
        let pools = self.costs.worth(by: .pool).filter { key, _ in
            // What is on the road is in no warehouse.
            self.model.warehouses.contains { key == "\(sku) \(warehouse ?? $0)" }
        }
        let value = pools.values.reduce(CostValue.zero) { $0 + $1.value }
        #expect(explained["value"]?.text == value.description, "\(sku) \(warehouse ?? "")")
        let terms = explained["terms"]?.elements ?? []
        let sum = try terms.map { try #require($0["quantity"]?.text.flatMap { CostValue($0) }) }
            .reduce(.zero, +)
        #expect(sum == value, "\(sku) \(warehouse ?? "")")
        #expect(terms.allSatisfy { $0["costKind"] != nil && $0["account"] != nil })
    }
}
