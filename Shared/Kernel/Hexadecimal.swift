/// Bytes as hexadecimal digits, two each.
package enum Hexadecimal {
    /// Reads digits of either case; `nil` for an odd number of them or anything else.
    package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = Self.byte(digits[index], digits[index + 1]) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    /// Lower case, as W3C Trace Context asks.
    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.underestimatedCount)
        for byte in bytes {
            text.append(Self.digit(byte >> 4))
            text.append(Self.digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Writes the two digits of a byte.
    @inline(__always)
    static func write(_ byte: UInt8, to text: inout MutableSpan<UInt8>, at start: Int) {
        text[start] = Self.digit(byte >> 4)
        text[start + 1] = Self.digit(byte & 15)
    }

    /// The eight digits of four bytes, in lower case, each a byte of the result.
    @inline(__always)
    static func digits(_ bytes: UInt32) -> UInt64 {
        // Half a byte in each, in order.
        var halves = UInt64(bytes)
        halves = (halves << 16 | halves) & 0x0000_FFFF_0000_FFFF
        halves = (halves << 8 | halves) & 0x00FF_00FF_00FF_00FF
        halves = (halves << 4 | halves) & 0x0F0F_0F0F_0F0F_0F0F
        let letters = (halves + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        let distance = UInt64(UInt8(ascii: "a") - 10 - UInt8(ascii: "0"))
        return halves + 0x3030_3030_3030_3030 + letters * distance
    }

    /// The byte of two digits; `nil` where one is none.
    static func byte(_ high: UInt8, _ low: UInt8) -> UInt8? {
        let (high, low) = (Self.value(high), Self.value(low))
        return (high | low) < Self.notDigit ? high << 4 | low : nil
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }

    /// The value of a digit, or ``notDigit``; without branches, which nobody could predict.
    @inline(__always)
    static func value(_ digit: UInt8) -> UInt8 {
        let number = digit &- UInt8(ascii: "0")
        // Lower and upper case are one bit apart.
        let letter = (digit | 0x20) &- UInt8(ascii: "a")
        return number < 10 ? number : letter < 6 ? letter + 10 : Self.notDigit
    }

    /// More than any digit is worth, with whatever other bits.
    static let notDigit: UInt8 = 0x80
}
