import Kernel

/// A Global Trade Item Number of 8, 12, 13 or 14 digits whose check digit is right.
package struct GTIN: Hashable, Sendable {
    package static let lengths = [8, 12, 13, 14]

    /// As printed, with its leading zeros.
    package let digits: String

    /// - Throws: ``BrokenRule`` `gtin-digits`, `gtin-length` or `check-digit`, which names the
    ///   digit that was expected.
    package init(_ text: some StringProtocol) throws(BrokenRule) {
        guard let values = GS1.digits(of: text) else {
            throw BrokenRule("gtin-digits", "must consist of the digits 0 to 9")
        }
        guard GTIN.lengths.contains(values.count) else {
            throw BrokenRule("gtin-length", "must have 8, 12, 13 or 14 digits")
        }
        let expected = GS1.checkDigit(of: values.dropLast())
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
}
