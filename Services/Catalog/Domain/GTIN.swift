/// A Global Trade Item Number of 8, 12, 13 or 14 digits whose check digit is right.
///
/// GS1 General Specifications, section 7.9.1: from the right, the digits before the check digit
/// weigh 3, 1, 3, 1 …, and the check digit brings their sum to a multiple of ten.
package struct GTIN: Hashable, Sendable {
    package static let lengths = [8, 12, 13, 14]

    /// As printed, with its leading zeros.
    package let digits: String

    /// - Throws: ``BrokenRule`` `gtin-digits`, `gtin-length` or `check-digit`, which names the
    ///   digit that was expected.
    package init(_ text: some StringProtocol) throws(BrokenRule) {
        let values = text.utf8.map { Int($0) - Int(UInt8(ascii: "0")) }
        guard values.allSatisfy((0...9).contains) else {
            throw BrokenRule("gtin-digits", "must consist of the digits 0 to 9")
        }
        guard GTIN.lengths.contains(values.count) else {
            throw BrokenRule("gtin-length", "must have 8, 12, 13 or 14 digits")
        }
        let expected = GTIN.checkDigit(of: values.dropLast())
        guard values.last == expected else {
            throw BrokenRule("check-digit", "must end with the check digit \(expected)")
        }
        self.digits = String(text)
    }

    /// The same number in 14 digits, in which GTINs of every length are compared (section 3.3.2):
    /// the UPC `036000291452` and the EAN `0036000291452` are one item.
    package var key: String { GTIN.padded(self.digits) }

    /// Fills digits of any length up with leading zeros to the 14 of a ``key``.
    package static func padded(_ digits: String) -> String {
        String(repeating: "0", count: max(0, 14 - digits.utf8.count)) + digits
    }

    /// Reports whether a text can only be meant as a GTIN, by its length and its digits.
    package static func looksLikeOne(_ text: some StringProtocol) -> Bool {
        GTIN.lengths.contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func checkDigit(of digits: some BidirectionalCollection<Int>) -> Int {
        var sum = 0
        var weight = 3
        for digit in digits.reversed() {
            sum += digit * weight
            weight = 4 - weight
        }
        return (10 - sum % 10) % 10
    }
}
