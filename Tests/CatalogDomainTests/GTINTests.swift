import CatalogDomain
import Testing

struct GTINTests {
    /// Worked examples: GS1's check digit calculator page (`629104150021` + 3), the GS1 General
    /// Specifications' UPC and carton numbers, and the EAN-8 and UPC-A of their Wikipedia articles.
    @Test(
        arguments: [
            "6291041500213", "9506000134352", "614141000036", "10614141000415", "73513537",
            "036000291452", "4006381333931", "95050003",
        ]
    )
    func `published numbers hold their check digit`(digits: String) throws {
        #expect(try GTIN(digits).digits == digits)
    }

    @Test(arguments: ["6291041500213", "10614141000415", "73513537", "036000291452"])
    func `any single wrong digit is found`(digits: String) {
        for index in digits.indices {
            for other in "0123456789" where other != digits[index] {
                let wrong = digits.replacing(at: index, with: other)
                #expect(throws: BrokenRule.self) { try GTIN(wrong) }
            }
        }
    }

    @Test func `a refusal names the digit that was expected`() {
        #expect(throws: BrokenRule("check-digit", "must end with the check digit 3")) {
            try GTIN("6291041500214")
        }
    }

    @Test(
        arguments: [
            ("", "gtin-length"), ("1234567", "gtin-length"), ("123456789", "gtin-length"),
            ("629104150021A", "gtin-digits"), ("٦٢٩١٠٤١٥", "gtin-digits"),
        ]
    )
    func `refuses other lengths and letters`(text: String, rule: String) {
        let error = #expect(throws: BrokenRule.self) { try GTIN(text) }
        #expect(error?.rule == rule)
    }

    @Test func `a UPC and the EAN with a leading zero are one item`() throws {
        #expect(try GTIN("036000291452").key == GTIN("0036000291452").key)
        #expect(try GTIN("036000291452").key == "00036000291452")
    }
}

extension String {
    func replacing(at index: Index, with character: Character) -> String {
        var copy = self
        copy.replaceSubrange(index...index, with: String(character))
        return copy
    }
}
