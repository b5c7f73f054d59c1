import Kernel

/// A Serial Shipping Container Code: 18 digits whose check digit is right.
///
/// GS1 General Specifications, section 2.2.1: an extension digit, the company's prefix, a serial
/// number, and the check digit.
package struct SSCC: Hashable, Sendable {
    package static let length = 18
    /// How many digits a company's prefix has.
    package static let prefixLengths = 4...12

    package let digits: String

    /// - Returns: `nil` for anything else, a wrong check digit included.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == SSCC.length, let values = GS1.digits(of: text),
            values.last == GS1.checkDigit(of: values.dropLast())
        else { return nil }
        self.digits = String(text)
    }

    /// - Returns: `nil` where the digits do not fit together, or the serial number is too long.
    package init?(extension digit: Int, prefix: String, serial: Int64) {
        let room = SSCC.length - 2 - prefix.utf8.count
        let number = String(serial)
        guard (0...9).contains(digit), SSCC.prefixLengths.contains(prefix.utf8.count),
            serial >= 0, number.utf8.count <= room
        else { return nil }
        let body =
            "\(digit)\(prefix)" + String(repeating: "0", count: room - number.utf8.count) + number
        guard let values = GS1.digits(of: body) else { return nil }
        self.digits = body + String(GS1.checkDigit(of: values))
    }

    /// Whether a text can only be meant as such a number, by its length and its digits.
    package static func looksLikeOne(_ text: some StringProtocol) -> Bool {
        text.utf8.count == self.length && GS1.digits(of: text) != nil
    }
}
