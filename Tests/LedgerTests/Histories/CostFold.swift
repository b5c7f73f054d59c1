import Contracts
import Kernel
import LedgerDomain
import Testing

@testable import Ledger

/// The lines of the book of costs as they were read once, each of which stays; what stock was worth is
/// their sum.
struct CostFold {
    private struct Line {
        let sku: String
        let location: String
        let quantity: Quantity
        let value: CostValue
        let effectiveAt: Timestamp
        let recordedAt: Timestamp
    }

    /// How much there is, and what it is worth.
    struct Worth: Equatable {
        var quantity = Quantity.zero
        var value = CostValue.zero
    }

    /// What values are added up by.
    enum Grouping: String, CaseIterable {
        case variant
        case location
        /// Of one variant in one warehouse.
        case pool
    }

    private var lines: [Line] = []

    /// Reads what has been written since.
    mutating func read(from ledger: LedgerBench) async throws {
        let news = try await ledger.items(
            "listCostEntries",
            ["after": "\(self.lines.count)"],
            limit: 500
        )
        for line in news {
            #expect(line["number"] == .integer(Int64(self.lines.count + 1)))
            self.lines.append(
                Line(
                    sku: try #require(line["sku"]?.text),
                    location: try #require(line["location"]?.text),
                    quantity: try #require(line["quantity"]?.text.flatMap { Quantity($0) }),
                    value: try #require(line["value"]?.text.flatMap { CostValue($0) }),
                    effectiveAt: try #require(line["effectiveAt"]?.text.flatMap { Timestamp($0) }),
                    recordedAt: try #require(line["recordedAt"]?.text.flatMap { Timestamp($0) })
                )
            )
        }
    }

    /// What there was by one time, as far as it was recorded by another.
    func worth(
        by grouping: Grouping,
        asOf: Timestamp? = nil,
        knownAt: Timestamp? = nil
    ) -> [String: Worth] {
        var worth: [String: Worth] = [:]
        for line in self.lines {
            if let asOf, line.effectiveAt > asOf { continue }
            if let knownAt, line.recordedAt > knownAt { continue }
            let key =
                switch grouping {
                case .variant: line.sku
                case .location: line.location
                case .pool: "\(line.sku) \(line.location)"
                }
            worth[key, default: Worth()].quantity += line.quantity
            worth[key, default: Worth()].value += line.value
        }
        return worth.filter { $0.value != Worth() }
    }
}
