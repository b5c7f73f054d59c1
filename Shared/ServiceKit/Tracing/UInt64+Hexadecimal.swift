extension UInt64 {
    /// Reads 1 to 16 hexadecimal digits; `nil` for upper case, as W3C Trace Context asks.
    init?(lowerHexadecimal digits: some Collection<UInt8>) {
        guard (1...16).contains(digits.count) else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default:
                return nil
            }
        }
        self = value
    }

    var lowerHexadecimal: String {
        var text: [UInt8] = []
        text.reserveCapacity(16)
        self.writeLowerHexadecimal(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends 16 digits.
    func writeLowerHexadecimal(to text: inout [UInt8]) {
        for place in 1...16 {
            let digit = UInt8(truncatingIfNeeded: self >> (64 - 4 * UInt64(place))) & 15
            text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
        }
    }
}
