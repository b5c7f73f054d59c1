import Kernel

extension UInt64 {
    /// Reads 16 hexadecimal digits; `nil` for upper case, as W3C Trace Context asks.
    init?(lowerHexadecimal text: some StringProtocol) {
        guard !text.contains(where: \.isUppercase), let bytes = Hexadecimal.bytes(text),
            bytes.count == 8
        else { return nil }
        self = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    var lowerHexadecimal: String {
        Hexadecimal.text(stride(from: 56, through: 0, by: -8).map { UInt8(self >> $0 & 0xFF) })
    }
}
