import Contracts
import Kernel
import LedgerDomain
import TestSupport
import Testing

@testable import Ledger

/// What goods are worth is, with each method, what the plainest rules say after every step.
@Suite(.requiresPostgres)
struct WorthHistoryTests {
    private static let steps = 90
    private static let warehouses = ["LDN", "PAR"]
    private static let seeds: [UInt64] =
        [11, 1_202, 505_050] + (LongRuns.areAsked ? [6_174, 33_550_336] : [])

    @Test(arguments: seeds)
    func `goods are worth what lists of layers, averages and decrees come to`(
        seed: UInt64
    ) async throws {
        try await LedgerBench.with { ledger in
            var history = WorthHistory(of: seed, on: ledger)
            try await history.begin()
            for step in 1...Self.steps {
                try await history.step()
                try await ledger.cost()
                try await self.expectSame(history.worth, in: ledger)
                try await self.expectSameLayers(history.worth, in: ledger)
                let times = self.times(in: &history)
                // All ways to ask now and then, and one of them each time.
                for (asOf, knownAt) in times.prefix(step.isMultiple(of: 6) ? 3 : 1) {
                    try await self.expectSame(
                        history.worth,
                        in: ledger,
                        asOf: asOf,
                        knownAt: knownAt
                    )
                }
            }
            #expect(history.accepted.values.allSatisfy { $0 > 2 }, "\(history.accepted)")
            #expect(history.accepted.count == 6, "\(history.accepted)")
            try await ledger.expectRebuilt([
                "balance", "availability", "cost_entry", "cost_layer", "cost_pool", "cost_method",
                "dashboard_day",
            ])
        }
    }

    /// When something changed and when something was recorded, in an order of chance.
    private func times(in history: inout WorthHistory) -> [(Timestamp?, Timestamp?)] {
        let changes = history.worth.changes
        guard let past = changes.randomElement(using: &history.generator),
            let other = changes.randomElement(using: &history.generator)
        else { return [] }
        let times: [(Timestamp?, Timestamp?)] = [
            (past.effectiveAt, nil), (nil, other.recordedAt),
            (past.effectiveAt, other.recordedAt),
        ]
        return times.shuffled(using: &history.generator)
    }

    private func expectSame(
        _ worth: NaiveWorth,
        in ledger: LedgerBench,
        asOf: Timestamp? = nil,
        knownAt: Timestamp? = nil
    ) async throws {
        let times = ["asOf": asOf?.description, "knownAt": knownAt?.description]
            .compactMapValues { $0 }
        for warehouse in Self.warehouses {
            let query = times.merging(["by": "variant", "location": warehouse]) { first, _ in
                first
            }
            let groups = try await ledger.items("getValuation", query, limit: 10)
            for sku in worth.methods.keys {
                let pool = NaiveWorth.Pool(sku: sku, warehouse: warehouse)
                let expected = worth.worth(of: pool, asOf: asOf, knownAt: knownAt)
                let group = groups.first { $0["sku"]?.text == sku }
                let value = group?["value"]?.text.flatMap { CostValue($0) } ?? .zero
                let quantity = group?["quantity"]?.text.flatMap { Quantity($0) } ?? .zero
                #expect(value.millionths == expected.value, "\(pool) \(times)")
                #expect(quantity.tenThousandths == expected.units, "\(pool) \(times)")
            }
        }
    }

    private func expectSameLayers(_ worth: NaiveWorth, in ledger: LedgerBench) async throws {
        var listed: [NaiveWorth.Pool: [NaiveWorth.Layer]] = [:]
        for layer in try await ledger.items("listCostLayers", [:], limit: 20) {
            let pool = NaiveWorth.Pool(
                sku: try #require(layer["sku"]?.text),
                warehouse: try #require(layer["location"]?.text)
            )
            listed[pool, default: []].append(
                NaiveWorth.Layer(
                    acquiredAt: try #require(layer["acquiredAt"]?.text.flatMap { Timestamp($0) }),
                    origin: try #require(layer["originId"]?.text),
                    units: try #require(layer["quantity"]?.text.flatMap { Quantity($0) })
                        .tenThousandths,
                    value: try #require(layer["value"]?.text.flatMap { CostValue($0) }).millionths
                )
            )
        }
        for (sku, method) in worth.methods {
            for warehouse in Self.warehouses {
                let pool = NaiveWorth.Pool(sku: sku, warehouse: warehouse)
                let (told, expected) = (listed[pool, default: []], worth.layers[pool, default: []])
                // At an average nobody asks which are which.
                if case .average = method {
                    #expect(
                        told.map(\.units).reduce(0, +) == expected.map(\.units).reduce(0, +)
                    )
                    #expect(
                        told.map(\.value).reduce(0, +) == expected.map(\.value).reduce(0, +)
                    )
                } else {
                    #expect(told == expected, "\(pool)")
                }
            }
        }
    }
}
