import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What one unit is worth is what all are worth, divided by how many there are.
@Suite(.requiresPostgres)
struct ExplainUnitCostTests {
    @Test func `the cost of a unit has the quantities and values of the book as its terms`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.tradeNutsAndBolts()
            try await ledger.cost()
            for sku in ["NUT", "BOLT"] {
                for warehouse in [nil, "LDN", "PAR"] {
                    let told = try await ledger.explain(sku, .unitCost, in: warehouse)
                    #expect(told["currency"]?.text == "EUR")
                    #expect(told["policies"]?.elements.count == 1)
                    let sums = try UnitCostSums(told)
                    let valued = try await ledger.valued(sku, in: warehouse)
                    #expect(sums == valued, "\(sku) \(warehouse ?? "")")
                    #expect(told["value"]?.text == valued.average, "\(sku) \(warehouse ?? "")")
                }
            }
            let nut = try await ledger.explain("NUT", .unitCost)
            let kinds = nut["terms"]?.elements.map { $0["costKind"]?.text }
            #expect(Set(kinds ?? []).isSuperset(of: ["moved", "landed"]))
        }
    }

    @Test func `where there is nothing a unit has no cost`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            #expect(try await ledger.explain("NUT", .unitCost)["value"] == nil)
            try await ledger.buy(3, of: "NUT", for: "2.5")
            _ = try await ledger.succeed("postSale", LedgerBench.sale(3, of: "NUT"))
            try await ledger.cost()
            let told = try await ledger.explain("NUT", .unitCost)
            #expect(told["value"] == nil)
            #expect(try UnitCostSums(told) == UnitCostSums())
            #expect(told["terms"]?.elements.isEmpty == false)
        }
    }

    @Test func `what is owed has a cost of a unit above zero`() async throws {
        try await LedgerBench.with { ledger in
            let nut = try await ledger.variant("NUT")
            try await ledger.buy(3, of: "NUT", for: "2.000005")
            try await ledger.tillSale(3, of: nut, document: "1", at: .now)
            try await ledger.tillSale(
                Quantity(tenThousandths: 7_000),
                of: nut,
                document: "2",
                at: .now
            )
            try await ledger.cost()
            let valued = try await ledger.valued("NUT", in: nil)
            #expect(valued.quantity.isNegative)
            let told = try await ledger.explain("NUT", .unitCost)
            #expect(try UnitCostSums(told) == valued)
            #expect(told["value"]?.text == valued.average)
        }
    }

    @Test func `the cost of a unit is for those who may read costs`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            let reader = Principal(
                id: UUID(),
                kind: .apiKey,
                name: "shop",
                permissions: [.stockRead],
                warehouses: nil
            )
            let answer = await ledger.ask(
                "explainStock",
                path: ["sku": "NUT"],
                query: ["field": "unit-cost"],
                as: reader
            )
            #expect(answer.status == 403)
        }
    }

    @Test func `how goods were costed is told of then`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            let start = Timestamp.now
            try await ledger.buy(5, of: "NUT", for: "2")
            try await ledger.cost()
            var times = [Timestamp.now]
            for method in ["fifo", "average"] {
                _ = try await ledger.succeed(
                    "setCostPolicy",
                    #"{"sku":"NUT","method":"\#(method)"}"#
                )
                try await ledger.cost()
                times.append(.now)
            }
            try await ledger.buy(1, of: "NUT", for: "9")
            try await ledger.cost()
            #expect(try await ledger.costedThen("NUT", start) == [])
            for clock in ["asOf", "knownAt"] {
                var since: [String?] = []
                for (time, method) in zip(times, ["average", "fifo", "average"]) {
                    let told = try await ledger.costedThen("NUT", time, clock)
                    #expect(told.map { $0["method"]?.text } == [method], "\(clock)")
                    #expect(told.allSatisfy { $0["id"] == nil && $0["version"] == nil })
                    since.append(told.first?["since"]?.text)
                }
                #expect(Set(since).count == 3 && !since.contains(nil), "\(since)")
            }
        }
    }
}

/// What terms of the cost of a unit come to, or what a valuation says.
struct UnitCostSums: Equatable {
    var quantity = Quantity.zero
    var value = CostValue.zero

    init() {}

    init(_ explanation: JSONValue) throws {
        for term in explanation["terms"]?.elements ?? [] {
            self.quantity += try #require(term["quantity"]?.text.flatMap { Quantity($0) })
            self.value += try #require(term["value"]?.text.flatMap { CostValue($0) })
        }
    }

    /// To the nearest millionth, halves away from zero.
    var average: String? {
        guard self.quantity != .zero else { return nil }
        let (value, units) = (
            Int128(self.value.millionths) * 10_000, Int128(self.quantity.tenThousandths)
        )
        let size = (value.magnitude * 2 + units.magnitude) / (units.magnitude * 2)
        let millionths = Int64(size) * ((value < 0) == (units < 0) ? 1 : -1)
        return CostValue(millionths: millionths).description
    }
}

extension LedgerBench {
    /// How many there are and what they are worth, as valuations say.
    func valued(
        _ sku: String,
        in warehouse: String?,
        at times: [String: String] = [:]
    ) async throws -> UnitCostSums {
        var sums = UnitCostSums()
        // What is on the road is in no warehouse.
        let rows = try await self.rows("SELECT code FROM location WHERE kind = 'warehouse'")
        let warehouses = try warehouse.map { [$0] } ?? rows.map { try $0.decode("code") }
        for warehouse in warehouses {
            let query = times.merging(["by": "variant", "sku": sku, "location": warehouse]) { $1 }
            for group in try await self.items("getValuation", query, limit: 10) {
                sums.quantity += try #require(group["quantity"]?.text.flatMap { Quantity($0) })
                sums.value += try #require(group["value"]?.text.flatMap { CostValue($0) })
            }
        }
        return sums
    }

    fileprivate func costedThen(
        _ sku: String,
        _ time: Timestamp,
        _ clock: String = "knownAt"
    ) async throws -> [JSONValue] {
        let told = try await self.explain(sku, .unitCost, [clock: "\(time)"])
        return told["policies"]?.elements ?? []
    }
}
