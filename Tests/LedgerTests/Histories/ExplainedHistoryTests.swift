import Contracts
import Kernel
import TestSupport
import Testing

@testable import Ledger

/// Every figure of a history of goods that move, are promised, withheld and on the road follows from its
/// terms.
@Suite(.requiresPostgres)
struct ExplainedHistoryTests {
    private static let fields = ExplainedField.allCases.filter { !$0.isOfCosts }

    /// One figure of one variant in one warehouse.
    private struct Key: Hashable {
        let sku: String
        let field: ExplainedField
        let warehouse: String
    }

    @Test func `of a thousand figures each has terms that add up to it`() async throws {
        try await LedgerBench.with { ledger in
            var history = ExplainedHistory(of: 9, on: ledger)
            try await history.make()
            var (keys, kinds) = (Set<Key>(), Set<String>())
            var present: [ExplainedField: Int] = [:]
            for sku in ExplainedHistory.skus {
                for warehouse in history.model.warehouses {
                    let figures = history.model.figures(of: sku, in: warehouse)
                    for field in Self.fields {
                        let key = Key(sku: sku, field: field, warehouse: warehouse)
                        keys.insert(key)
                        let explained = try await ledger.explain(sku, field, in: warehouse)
                        let value = figures[field].description
                        #expect(explained["value"]?.text == value, "\(key)")
                        #expect(try ledger.sum(of: explained) == value, "\(key)")
                        kinds.formUnion(
                            (explained["terms"]?.elements ?? []).compactMap { $0["kind"]?.text }
                        )
                        if figures[field] != .zero { present[field, default: 0] += 1 }
                    }
                }
            }
            #expect(keys.count == 1_000)
            #expect(kinds == ["sealed", "movements", "reservation", "lot", "transfer"])
            for field in Self.fields { #expect(present[field] ?? 0 > 150, "\(field)") }
            try await ledger.cost()
            try await ledger.expectRebuilt([
                "balance", "availability", "reservation_line", "transfer_line", "cost_layer",
            ])
        }
    }
}

extension HistoryModel.Figures {
    fileprivate subscript(_ field: ExplainedField) -> Quantity {
        switch field {
        case .onHand: self.onHand
        case .reserved: self.reserved
        case .withheld: self.withheld
        case .available: self.available
        case .inTransit: self.inTransit
        case .value, .unitCost: .zero
        }
    }
}
