import Contracts
import Foundation
import Kernel
import TestSupport
import Testing

@testable import Operator

extension SystemSuite {
    /// Lists of a ledger in which others go on working, written to files.
    @Suite(.timeLimit(.minutes(4))) struct ExportTests {
        @Test(arguments: ExportedList.allCases, [ListExport.Format.csv, .ndjson])
        func `what was known at one time is written again byte for byte`(
            list: ExportedList,
            format: ListExport.Format
        ) async throws {
            let system = try System.current
            let article = try await system.article()
            let receipt = try await system.receive(7, of: article.sku)
            let mark = list == .entries ? try receipt.text("id") : article.sku
            try await withTemporaryFolder { folder in
                func write(_ name: String, knownAt: Timestamp?) async throws -> Written {
                    let export = ListExport(
                        api: system.operatorAPI,
                        list: list,
                        format: format,
                        knownAt: knownAt
                    )
                    let file = folder.appending(path: name)
                    let report = try await export.write(to: file.path())
                    return Written(report: report, bytes: try Data(contentsOf: file))
                }
                var first = try await write("first", knownAt: nil)
                // Costs follow, and what was posted a moment ago may not be known yet.
                try await eventually("\(article.sku) is in the list", within: System.newsLimit) {
                    first = try await write("first", knownAt: nil)
                    return String(decoding: first.bytes, as: UTF8.self).contains(mark)
                }
                try await system.receive(3, of: article.sku)
                _ = try await system.stockedArticle(1)
                try await system.succeed(
                    Call(
                        "postSale",
                        json: [
                            "location": .string(System.main),
                            "lines": [["sku": .string(article.sku), "quantity": "2"]],
                        ]
                    ),
                    by: system.admin
                )
                let again = try await write("again", knownAt: first.report.knownAt)
                #expect(again.report.knownAt == first.report.knownAt)
                #expect(again.report.rows == first.report.rows)
                #expect(again.bytes == first.bytes)
                try await eventually("what came later is in the list", within: System.newsLimit) {
                    try await write("later", knownAt: nil).bytes != first.bytes
                }
            }
        }

        private struct Written {
            let report: ListExport.Report
            let bytes: Data
        }
    }
}
