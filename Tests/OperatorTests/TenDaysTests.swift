import Foundation
import Testing

@testable import Operator

/// Ten real days, where they lie beside the checkout; without them there is nothing to read.
@Suite(.enabled(if: TenDays.isThere, "../shared/data/online-retail is not there"))
struct TenDaysTests {
    @Test func `every row is in exactly one document or left out by name`() throws {
        let work = try TenDays.work()
        #expect(work.plan.lineCount + work.plan.emptyRows.count == work.file.rows.count)
        #expect(Set(work.plan.documents.map(\.invoice)).count == work.plan.invoiceCount)
        #expect(Set(work.plan.documents.map(\.documentId)).count == work.plan.documents.count)
        #expect(work.file.rows.count == 25_281)
        #expect(work.plan.invoiceCount == 1_179)
    }

    @Test func `what the documents change is what the rows add up to`() throws {
        let work = try TenDays.work()
        var changes: [String: Int64] = [:]
        for document in work.plan.documents {
            for (sku, change) in ReplayWork.changes(of: document, among: Set(work.skus)) {
                changes[sku, default: 0] += change
            }
        }
        #expect(changes == work.expected.changes.mapValues { Int64($0) * 10_000 })
    }
}

private enum TenDays {
    private static let root =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    private static let path =
        root + "/../shared/data/online-retail/sales-2010-12-first-ten-days.csv"

    static var isThere: Bool { FileManager.default.isReadableFile(atPath: self.path) }

    static func work() throws -> ReplayWork {
        let rules = self.root + "/deploy/examples/online-retail-rules.json"
        return try ReplayWork(
            path: self.path,
            rules: try RetailRules.read(from: rules),
            source: nil,
            location: nil
        )
    }
}
