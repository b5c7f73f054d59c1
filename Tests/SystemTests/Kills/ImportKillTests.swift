import Contracts
import TestSupport
import Testing

@testable import Operator

extension SystemSuite {
    /// Work that takes longer than a request, and the end of the process that does it.
    @Suite(.timeLimit(.minutes(3))) struct ImportKillTests {
        private static let rows = 1_000

        @Test func `an import goes on where the catalog was killed`() async throws {
            let system = try System.current
            let prefix = "IMPORT-\(Unique.word().uppercased())"
            let skus = (1...Self.rows).map { "\(prefix)-\($0)" }
            let lines = skus.map { "\($0),Product of \($0)" }
            let file = (["sku,product"] + lines).joined(separator: "\n") + "\n"
            let start = try Call("startImport").with(file, type: "text/csv")
            let job = try await system.succeed(start, by: system.admin).text("id")
            try await eventually("the import has begun") {
                try await self.job(job, in: system).rows.done > 0
            }
            let ended = try await system.kill(.catalog)
            try await system.untilReplaced(ended, .catalog)
            try await eventually("the import is done", within: .seconds(90)) {
                try await self.job(job, in: system).state == "done"
            }
            let rows = try await self.job(job, in: system).rows
            // Rows are counted in the transaction that applies them.
            #expect(rows == ImportDocument.Rows(done: Self.rows, created: Self.rows, failed: 0))
            let variants = try await system.operatorAPI.list(
                ["v1", "variants"],
                query: [("sku", "\(prefix)-")],
                of: VariantDocument.self
            )
            #expect(variants.map(\.sku).sorted() == skus.sorted())
        }

        private func job(_ id: String, in system: System) async throws -> ImportDocument {
            try await system.succeed(Call("getImport", ["importId": id]), by: system.admin)
                .decode()
        }
    }
}

/// A part of what is said of an import.
private struct ImportDocument: Decodable {
    struct Rows: Decodable, Equatable {
        let done: Int
        let created: Int
        let failed: Int
    }

    let state: String
    let rows: Rows
}

private struct VariantDocument: Decodable {
    let sku: String
}
