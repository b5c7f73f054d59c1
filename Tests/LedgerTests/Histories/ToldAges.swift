import Contracts
import Kernel
import Testing

@testable import Ledger

/// How old goods were said to be, each time for now; asked for again as the past, it has to be the same.
struct ToldAges {
    private struct Told {
        let query: [String: String]
        let asOf: Timestamp
        let knownAt: String
        let bands: [JSONValue]
    }

    private static let questions: [[String: String]] = [
        [:], ["location": "LDN"], ["location": "PAR"],
    ]

    /// How many answers are remembered; the first ones are never forgotten.
    private static let maximum = 24

    private var told: [Told] = []

    /// Asks about now, and remembers what is said; everything is to be costed.
    mutating func remember(from ledger: LedgerBench) async throws {
        if self.told.count >= Self.maximum {
            self.told.removeSubrange(Self.maximum / 2..<self.told.count)
        }
        for query in Self.questions + RandomPosting.skus.map({ ["sku": $0] }) {
            let answer = try await ledger.succeed("getValuationAgeing", query: query)
            #expect(answer["asOf"] == nil)
            self.told.append(
                Told(
                    query: query,
                    asOf: .now,
                    knownAt: try #require(answer["costedTo"]?.text),
                    bands: answer["bands"]?.elements ?? []
                )
            )
        }
    }

    func expectSame(on ledger: LedgerBench) async throws {
        for told in self.told {
            let times = ["asOf": told.asOf.description, "knownAt": told.knownAt]
            let query = told.query.merging(times) { first, _ in first }
            let answer = try await ledger.succeed("getValuationAgeing", query: query)
            #expect(answer["bands"]?.elements == told.bands, "\(query)")
            #expect(answer["asOf"]?.text == told.asOf.description)
            #expect(answer["costedTo"]?.text == told.knownAt)
        }
    }
}
