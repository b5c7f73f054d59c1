import AMQP
import Contracts
import Kernel
import Testing

@testable import Operator

@Suite struct ReplayPlanTests {
    private static func plan(_ rows: [SaleRow]) throws -> ReplayPlan {
        ReplayPlan(rows, rules: try SaleFixtures.rules())
    }

    @Test func `an invoice is a sale under its own number`() throws {
        let plan = try Self.plan([
            SaleFixtures.row("536365", "85123A", 6), SaleFixtures.row("536365", "POST", 1),
        ])
        let document = try #require(plan.documents.first)
        #expect(plan.documents.count == 1)
        #expect(document.kind == .sale)
        #expect(document.documentId == "536365")
        #expect(document.lines.map(\.lineNumber) == [1, 2])
        #expect(document.lines.map(\.quantity) == [6, 1])
        #expect(document.lines[0].unitPrice?.amount == "2.55")
    }

    @Test func `a cancellation is a refund of what came back`() throws {
        let plan = try Self.plan([SaleFixtures.row("C536379", "85123A", -6)])
        #expect(plan.documents.map(\.kind) == [.refund])
        #expect(plan.documents[0].lines.map(\.quantity) == [6])
    }

    @Test func `what is gone without a cancellation is written off`() throws {
        let plan = try Self.plan([SaleFixtures.row("536589", "21777", -10)])
        #expect(plan.documents.map(\.kind) == [.adjustment])
        #expect(plan.documents[0].lines.map(\.quantity) == [-10])
        #expect(plan.documents[0].reason == "write-off")
    }

    @Test func `an invoice of several kinds becomes a document of each`() throws {
        let plan = try Self.plan([
            SaleFixtures.row("7", "85123A", -1), SaleFixtures.row("7", "85123A", 2),
            SaleFixtures.row("C8", "85123A", 3), SaleFixtures.row("C8", "85123A", -4),
        ])
        #expect(plan.documents.map(\.documentId) == ["7", "7/2", "C8", "C8/2"])
        #expect(plan.documents.map(\.kind) == [.sale, .adjustment, .sale, .refund])
        #expect(plan.documents.map { $0.lines[0].lineNumber } == [2, 1, 1, 2])
        #expect(plan.invoiceCount == 2)
    }

    @Test func `a quantity of zero moves nothing and is left out`() throws {
        let plan = try Self.plan([
            SaleFixtures.row("1", "85123A", 0), SaleFixtures.row("2", "85123A", 0),
            SaleFixtures.row("2", "85123A", 1),
        ])
        #expect(plan.documents.map(\.documentId) == ["2"])
        #expect(plan.documents[0].lines.map(\.lineNumber) == [2])
        #expect(plan.emptyRows.map(\.invoice) == ["1", "2"])
        #expect(plan.invoiceCount == 2)
        #expect(plan.emptyText?.contains("2 rows with the quantity 0, 1 invoices") == true)
    }

    @Test func `an invoice that is too long goes on in another document`() throws {
        let rows = try (0..<4_001).map { _ in try SaleFixtures.row("1", "85123A", 1) }
        let plan = try Self.plan(rows)
        #expect(plan.documents.map(\.documentId) == ["1", "1/2", "1/3"])
        #expect(plan.documents.map(\.lines.count) == [2_000, 2_000, 1])
        #expect(plan.lineCount == 4_001)
    }

    @Test func `a till per day numbers its documents without gaps`() throws {
        let plan = try Self.plan([
            SaleFixtures.row("1", "85123A", 1, day: 1), SaleFixtures.row("2", "85123A", 1, day: 2),
            SaleFixtures.row("3", "85123A", 1, day: 1), SaleFixtures.row("1", "85123A", 1, day: 2),
        ])
        #expect(plan.documents.map(\.terminal).first == "till-2010-12-01")
        #expect(plan.documents.map(\.sequence) == [1, 1, 2])
    }

    @Test func `the correction of a debt has no price`() throws {
        let plan = try Self.plan([SaleFixtures.row("A563185", "B", 1, price: "-11062.06")])
        #expect(plan.documents.map(\.kind) == [.sale])
        #expect(plan.documents[0].lines[0].unitPrice == nil)
    }

    @Test func `a copy is the same to the byte, under an id of its own`() throws {
        let plan = try Self.plan([SaleFixtures.row("1", "85123A", 1)])
        let first = try plan.documents[0].message(of: "pos_a", copy: 1)
        let second = try plan.documents[0].message(of: "pos_a", copy: 2)
        #expect(first.body == second.body)
        #expect(first.properties.messageID != second.properties.messageID)
        let again = try plan.documents[0].message(of: "pos_a", copy: 1)
        #expect(first == again)
        #expect(first.routingKey == "pos.v1.pos_a.sale")
        #expect(first.properties.userID == "pos_a")
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `what documents change is what the rows say`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let codes = ["85123A", "85123a", "22745", "DCGS0003", "POST", "M"]
        let numbers = ["1", "2", "C3", "A4", "C5"]
        let rows = try (0..<300).map { _ in
            try SaleFixtures.row(
                numbers.randomElement(using: &generator) ?? "",
                codes.randomElement(using: &generator) ?? "",
                Int64.random(in: -9...9, using: &generator)
            )
        }
        let rule = try StockRule(SaleFixtures.rules())
        var expected = ExpectedStock()
        for row in rows where rule.isStock(row.code) {
            expected.count(invoice: row.invoice, code: row.code, quantity: Int(row.quantity))
        }
        var changes: [String: Int64] = [:]
        for document in try Self.plan(rows).documents {
            for (sku, change) in ReplayWork.changes(of: document, among: Set(codes.prefix(4))) {
                changes[sku, default: 0] += change
            }
        }
        #expect(changes == expected.changes.mapValues { Int64($0) * 10_000 })
    }
}
