import CatalogDomain
import Testing

struct SKUTests {
    @Test(
        arguments: [
            ("85123A", "85123A"), (" 85123A ", "85123A"), ("BANK CHARGES ", "BANK CHARGES"),
            ("\tC2\n", "C2"), ("é-1", "é-1"),
        ]
    )
    func `spaces at the ends do not count`(text: String, sku: String) throws {
        #expect(try SKU(text).rawValue == sku)
    }

    @Test func `case tells codes apart`() throws {
        #expect(try SKU("85123A") != SKU("85123a"))
    }

    @Test func `codes are compared by bytes, not by what Unicode calls equivalent`() throws {
        #expect(try SKU("Caf\u{E9}") != SKU("Cafe\u{301}"))
    }

    @Test(
        arguments: [
            ("", "required"), ("   ", "required"), ("A\u{0}B", "printable"),
            (String(repeating: "x", count: 65), "max-length"),
        ]
    )
    func `a refusal names its rule`(text: String, rule: String) {
        let error = #expect(throws: BrokenRule.self) { try SKU(text) }
        #expect(error?.rule == rule)
    }
}
