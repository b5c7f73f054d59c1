import Kernel

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
        Hexadecimal.text(stride(from: 56, through: 0, by: -8).map { UInt8(self >> $0 & 0xFF) })
    }
}
