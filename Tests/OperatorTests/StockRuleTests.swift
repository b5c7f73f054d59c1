import Testing

@testable import Operator

@Suite struct StockRuleTests {
    @Test(arguments: [
        "85123A", "85123a", "22745", "15056BL", "47503J", "DCGS0003", "DCGS0066P", "DCGSSBOY",
        "dcgs0003",
    ])
    func `five digits and the range of gifts are stock`(code: String) throws {
        #expect(try StockRule(SaleFixtures.rules()).isStock(code))
    }

    @Test(arguments: [
        "POST", "DOT", "M", "m", "D", "S", "B", "C2", "BANK CHARGES", "AMAZONFEE", "CRUK", "PADS",
        "gift_0001_20", "TEST001", "1234", "123456", "85123A1", "x85123A", "DCGS", "ADJUST2",
    ])
    func `everything else is a charge`(code: String) throws {
        #expect(try !StockRule(SaleFixtures.rules()).isStock(code))
    }

    @Test func `a charge by name wins over a pattern for stock`() throws {
        let rule = try StockRule(SaleFixtures.rules(charges: ["99999.*"]))
        #expect(!rule.isStock("99999X"))
        #expect(rule.isStock("99998X"))
    }

    @Test func `a pattern that cannot be read is named`() throws {
        let rules = try SaleFixtures.rules(charges: ["(["])
        let error = #expect(throws: OperatorFailure.self) { try StockRule(rules) }
        #expect(error?.reason.contains("([") == true)
    }

    @Test func `the rules that come with the house can be read`() throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let path = "/\(root)/deploy/examples/online-retail-rules.json"
        let rules = try RetailRules.read(from: path)
        let rule = try StockRule(rules)
        #expect(rule.isStock("85123A"))
        #expect(!rule.isStock("POST"))
        #expect(throws: Never.self) { try rules.clock() }
    }
}
