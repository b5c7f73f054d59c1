import Contracts
import Testing

@testable import Operator

@Suite struct DemoCompanyTests {
    @Test func `every barcode has its check digit`() {
        for variant in DemoCompany.variants {
            let digits = variant.barcode.compactMap(\.wholeNumberValue)
            // GS1 General Specifications, section 7.9.1: weights 1 and 3, from the right.
            let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
                sum + digit.element * (digit.offset.isMultiple(of: 2) ? 1 : 3)
            }
            #expect(digits.count == 13)
            #expect(sum.isMultiple(of: 10), "\(variant.sku)")
        }
    }

    @Test func `names and references are there once`() {
        let entries = DemoCompany.receipts + DemoCompany.transfers + [DemoCompany.reservation]
        #expect(Self.areDistinct(DemoCompany.variants.map(\.sku)))
        #expect(Self.areDistinct(DemoCompany.variants.map(\.barcode)))
        #expect(Self.areDistinct(DemoCompany.locations.map(\.code)))
        #expect(Self.areDistinct(entries.map(\.reference.document)))
        #expect(Self.areDistinct(DemoCompany.sales.map(\.documentId)))
    }

    @Test func `parents come before their children`() {
        var known: Set<String> = []
        for location in DemoCompany.locations {
            #expect(location.parent.map(known.contains) ?? (location.kind == "warehouse"))
            known.insert(location.code)
        }
    }

    @Test func `everything that moves is in the catalog`() {
        let skus = Set(DemoCompany.variants.map(\.sku))
        let entries = DemoCompany.receipts + DemoCompany.transfers + [DemoCompany.reservation]
        for line in entries.flatMap(\.lines) { #expect(skus.contains(line.sku)) }
        let charges = SourceRegistry.missing(
            DemoCompany.sales.flatMap(\.lines).map(\.code),
            in: DemoCompany.nonStockCodes
        )
        #expect(charges.allSatisfy(skus.contains))
    }

    private static func areDistinct(_ values: [String]) -> Bool {
        Set(values).count == values.count
    }
}
