import LedgerDomain
import Testing

struct SSCCTests {
    @Test(arguments: ["106141412345678908", "340123450000000017", "000000000000000000"])
    func `a number with the right check digit is one`(digits: String) {
        #expect(SSCC(digits)?.digits == digits)
        #expect(SSCC.looksLikeOne(digits))
    }

    @Test func `every other check digit is wrong`() {
        for digit in 0...9 where digit != 8 { #expect(SSCC("10614141234567890\(digit)") == nil) }
    }

    @Test(arguments: ["", "10614141234567890", "1061414123456789080", "10614141234567890X", "P-1"])
    func `other texts are none, and do not look like one`(text: String) {
        #expect(SSCC(text) == nil)
        #expect(!SSCC.looksLikeOne(text))
    }

    @Test func `numbers are made of the prefix, the serial number and the check digit`() {
        let published = SSCC(extension: 1, prefix: "0614141", serial: 234_567_890)
        #expect(published?.digits == "106141412345678908")
        let first = SSCC(extension: 3, prefix: "4012345", serial: 1)
        #expect(first?.digits == "340123450000000017")
        let last = SSCC(extension: 0, prefix: "401234567890", serial: 9_999)
        #expect(last?.digits.utf8.count == 18)
    }

    @Test func `what does not fit is no number`() {
        #expect(SSCC(extension: 0, prefix: "401234567890", serial: 10_000) == nil)
        #expect(SSCC(extension: 10, prefix: "4012345", serial: 1) == nil)
        #expect(SSCC(extension: 0, prefix: "401", serial: 1) == nil)
        #expect(SSCC(extension: 0, prefix: "4012345678901", serial: 1) == nil)
        #expect(SSCC(extension: 0, prefix: "40x2345", serial: 1) == nil)
        #expect(SSCC(extension: 0, prefix: "4012345", serial: -1) == nil)
    }
}
