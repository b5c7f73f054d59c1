import Contracts
import Kernel
import LedgerDomain
import Testing

@testable import Ledger

/// What dashboards show of any two times has to be what the journal comes to, movement by movement.
extension History {
    /// To be called once everything is costed.
    mutating func expectDashboards(asOf: Timestamp?, knownAt: Timestamp?) async throws {
        var query = Self.query(asOf: asOf, knownAt: knownAt)
        query["days"] = "90"
        let page = try await self.ledger.succeed("getStockDashboard", query: query)
        let known = try #require(page["knownAt"]?.text.flatMap { Timestamp($0) })
        let time = try #require(page["asOf"]?.text.flatMap { Timestamp($0) })
        #expect(knownAt == nil || known == knownAt)
        #expect(time == asOf ?? known)
        let model = try await DashboardModel(self.ledger, asOf: time, knownAt: known)
        let worth = self.costs.worth(by: .location, asOf: time, knownAt: known)
        let items = try await self.ledger.items("getStockDashboard", query, limit: 1)
        #expect(items == page.items)
        #expect(items.compactMap { $0["location"]?.text } == self.model.warehouses)
        for item in items {
            let id = try #require(item["locationId"]?.text.flatMap { ID<Location>($0) })
            let code = try #require(item["location"]?.text)
            let days = item["days"]?.elements ?? []
            #expect(days.count == 90)
            for (age, day) in days.enumerated() {
                let date = time.day.earlier(by: Int64(age))
                #expect(day["day"]?.text == date.description)
                #expect(try DashboardSum(day) == model.sum(of: [date], in: id), "\(code) \(date)")
            }
            let before = (1...28).map { time.day.earlier(by: $0) }
            let average = try DashboardSum(#require(item["average"]))
            #expect(average == model.sum(of: before, in: id).divided(by: 28), "\(code)")
            let stock = model.stock[id, default: [:]].values
            let counts = ["positive", "zero", "negative", "oversold"].map { item["variants"]?[$0] }
            let oversold = RandomPosting.skus.count { sku in
                self.model.figures(of: sku, in: code, asOf: time, knownAt: known).available < .zero
            }
            let expected = [
                stock.count { $0 > 0 }, stock.count { $0 == 0 }, stock.count { $0 < 0 }, oversold,
            ]
            #expect(counts == expected.map { .integer(Int64($0)) }, "\(code)")
            if oversold > 0 { self.noteAccepted("oversold") }
            let value = worth[code]?.value ?? .zero
            #expect(item["values"]?["value"]?.text == value.description, "\(code)")
            let bands = item["values"]?["ageing"]?.elements ?? []
            let ages = try bands.map { try #require($0["value"]?.text.flatMap { CostValue($0) }) }
            #expect(ages.count == 4)
            #expect(ages.reduce(.zero, +) == value, "\(code)")
        }
    }
}

/// What happened in some days, as a dashboard tells it.
struct DashboardSum: Equatable {
    var kinds: [String: [Int64]] = [:]
    var units: [String: Int64] = [:]

    private static let others = [
        "supplier": "received", "customer": "sold", "adjustment": "adjusted", "scrap": "scrapped",
        "production": "produced", "in": "transferredIn", "out": "transferredOut",
    ]

    init() {}

    init(_ activity: JSONValue) throws {
        func number(_ value: JSONValue?) throws -> Int64 {
            try #require(value?.text.flatMap { Quantity($0) }).tenThousandths
        }
        for kind in activity["kinds"]?.elements ?? [] {
            let name = try #require(kind["kind"]?.text)
            self.kinds[name] = [try number(kind["entries"]), try number(kind["lines"])]
        }
        for name in Self.others.values {
            let sum = try number(activity[name])
            if sum != 0 { self.units[name] = sum }
        }
    }

    mutating func add(_ kind: String, _ figures: DashboardModel.Figures) {
        let counts = [figures.entries.count, figures.lines.count].map { Int64($0) * 10_000 }
        let sums = self.kinds[kind, default: [0, 0]]
        self.kinds[kind] = zip(sums, counts).map(+)
        for (other, sum) in figures.units {
            guard let name = Self.others[other] else { continue }
            self.units[name, default: 0] += sum
        }
        self.units = self.units.filter { $0.value != 0 }
    }

    func divided(by days: Int64) -> DashboardSum {
        var parts = self
        parts.kinds = self.kinds.mapValues { $0.map { $0 / days } }
        parts.units = self.units.mapValues { $0 / days }.filter { $0.value != 0 }
        return parts
    }
}

extension DashboardModel {
    /// What happened in some days at a warehouse.
    func sum(of days: [CivilDate], in warehouse: ID<Location>) -> DashboardSum {
        let texts = Set(days.map(\.description))
        return self.figures.reduce(into: DashboardSum()) { sum, figures in
            guard figures.key.warehouse == warehouse, texts.contains(figures.key.day) else {
                return
            }
            sum.add(figures.key.kind, figures.value)
        }
    }
}
