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

    /// The largest serial number that any prefix has room for.
    package static let largestSerial = 999_999_999_999

    /// The codes from the first to the last that there are of a prefix, check digits left aside.
    package static func range(extension digit: Int, prefix: String) -> ClosedRange<String>? {
        let room = SSCC.length - 1 - prefix.utf8.count
        guard (0...9).contains(digit), SSCC.prefixLengths.contains(prefix.utf8.count) else {
            return nil
        }
        let head = "\(digit)\(prefix)"
        return head + String(repeating: "0", count: room)...head
            + String(repeating: "9", count: room)
    }

    /// The serial number in a code of a prefix.
    package static func serial(of code: String, prefix: String) -> Int64? {
        Int64(code.dropFirst(1 + prefix.utf8.count).dropLast())
    }

    /// Whether a text can only be meant as such a number, by its length and its digits.
    package static func looksLikeOne(_ text: some StringProtocol) -> Bool {
        text.utf8.count == self.length && GS1.digits(of: text) != nil
    }
}
