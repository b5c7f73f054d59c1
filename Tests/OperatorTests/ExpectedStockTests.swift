import Kernel
import Testing

@testable import Operator

@Suite struct ExpectedStockTests {
    @Test func `a file says what must be on hand`() throws {
        try SaleFixtures.withFile(
            "536365,85123A,HEART,6,01/12/2010 08:26,2.55,17850,UK",
            "C536379,85123A,HEART,-2,01/12/2010 08:26,2.55,17850,UK",
            "536589,85123A,,-10,01/12/2010 08:26,0,,UK",
            "536589,85123a,,3,01/12/2010 08:26,0,,UK",
            "536590,POST,POSTAGE,1,01/12/2010 08:26,18,,UK"
        ) { path in
            let rule = try StockRule(SaleFixtures.rules())
            let expected = try ExpectedStock(path: path, isStock: rule.isStock)
            #expect(expected.changes == ["85123A": -14, "85123a": -3])
            #expect(expected.onHand["85123A"] == OpeningStock.quantity(of: "85123A") - 14)
        }
    }

    @Test func `opening stock depends on nothing but the SKU`() {
        let quantities = (10_000..<12_000).map { OpeningStock.quantity(of: "\($0)") }
        #expect(quantities.allSatisfy { (1...240).contains($0) })
        #expect(Set(quantities).count > 200)
        #expect(OpeningStock.quantity(of: "85123A") != OpeningStock.quantity(of: "85123a"))
    }

    @Test func `every difference is named, also of what is missing or too much`() {
        let differences = StockDifference.all(
            expected: ["a": 1, "b": 2, "c": 0, "d": -4],
            found: ["a": 1, "b": 3, "e": 5, "f": 0, "d": -4]
        )
        #expect(differences.map(\.sku) == ["b", "e"])
        #expect(differences.map(\.expected) == [2, 0])
        #expect(differences.map(\.found) == [3, 5])
    }
}
