import Kernel
import Testing

struct GS1Tests {
    /// GS1 General Specifications, section 7.9.1.
    @Test(arguments: [
        ("629104150021", 3), ("9638507", 4), ("03600029145", 2), ("10614141234567890", 8), ("", 0),
    ])
    func `the check digit brings the sum to a multiple of ten`(body: String, expected: Int) throws {
        let digits = try #require(GS1.digits(of: body))
        #expect(GS1.checkDigit(of: digits) == expected)
    }

    @Test(arguments: ["1a", " 1", "-1", "١"]) func `only the digits 0 to 9 are digits`(text: String)
    {
        #expect(GS1.digits(of: text) == nil)
    }
}
