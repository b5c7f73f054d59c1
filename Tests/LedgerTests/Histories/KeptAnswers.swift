import Contracts
import Kernel
import Messaging
import Testing

@testable import Ledger

/// Answers about what was known at some time, which stay the same to the last byte whatever is posted.
struct KeptAnswers {
    private struct Kept {
        let operation: String
        let path: [String: String]
        let query: [String: String]
        let body: [UInt8]
    }

    /// How many times are remembered.
    private static let maximum = 8

    private var answers: [[Kept]] = []

    var isEmpty: Bool { self.answers.isEmpty }

    /// Asks what was known at a time, and remembers what is said; the first times are never forgotten.
    mutating func remember(
        _ skus: [String],
        knownAt: Timestamp,
        asOf: Timestamp,
        from ledger: LedgerBench
    ) async throws {
        let (known, both) = (
            ["knownAt": knownAt.description],
            ["knownAt": knownAt.description, "asOf": asOf.description]
        )
        var questions: [(String, [String: String], [String: String])] = []
        for sku in skus {
            questions += [("getStock", ["sku": sku], known), ("getStock", ["sku": sku], both)]
            let fields: [ExplainedField] = [.available, .unitCost]
            for field in fields {
                let query = both.merging(["field": field.rawValue]) { $1 }
                questions.append(("explainStock", ["sku": sku], query))
            }
            let tree = ["field": ExplainedField.value.rawValue, "locationTree": "LDN-1"]
            questions.append(("explainStock", ["sku": sku], known.merging(tree) { $1 }))
        }
        for grouping in ["warehouse", "location", "lot"] {
            for query in [known, both] {
                let query = query.merging(["by": grouping, "limit": "100"]) { first, _ in first }
                questions.append(("listStock", [:], query))
            }
        }
        let zeros = ["by": "lot", "limit": "100", "includeZero": "true"]
        questions.append(("listStock", [:], known.merging(zeros) { first, _ in first }))
        for query in [known, both] {
            let query = query.merging(["limit": "500"]) { first, _ in first }
            for operation in ["listMovements", "listEntries", "listCostEntries"] {
                questions.append((operation, [:], query))
            }
        }
        for query in [known, both] {
            questions += [
                ("getStockDashboard", [:], query), ("getValuationAgeing", [:], query),
            ]
        }
        var kept: [Kept] = []
        for (operation, path, query) in questions {
            let body = try await Self.body(operation, path, query, from: ledger)
            kept.append(Kept(operation: operation, path: path, query: query, body: body))
        }
        if self.answers.count == Self.maximum { self.answers.remove(at: Self.maximum / 2) }
        self.answers.append(kept)
    }

    func expectSame(on ledger: LedgerBench) async throws {
        for kept in self.answers.joined() {
            let body = try await Self.body(kept.operation, kept.path, kept.query, from: ledger)
            #expect(
                String(decoding: body, as: UTF8.self) == String(decoding: kept.body, as: UTF8.self),
                "\(kept.operation) \(kept.path) \(kept.query)"
            )
        }
    }

    private static func body(
        _ operation: String,
        _ path: [String: String],
        _ query: [String: String],
        from ledger: LedgerBench
    ) async throws -> [UInt8] {
        let response = await ledger.ask(operation, path: path, query: query)
        #expect(response.status == 200)
        return Array(response.body)
    }
}
