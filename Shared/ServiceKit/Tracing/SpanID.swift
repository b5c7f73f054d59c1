/// The identifier of one span within its trace: 8 bytes, not all zero.
package struct SpanID: Hashable, Sendable {
    let value: UInt64

    /// `nil` for anything but 16 lower-case hexadecimal digits that are not all zero.
    init?(_ digits: ArraySlice<UInt8>) {
        guard digits.count == 16, let value = UInt64(lowerHexadecimal: digits), value != 0 else {
            return nil
        }
        self.init(value: value)
    }

    private init(value: UInt64) {
        self.value = value
    }

    package static func random(using generator: inout some RandomNumberGenerator) -> SpanID {
        SpanID(value: UInt64.random(in: 1...UInt64.max, using: &generator))
    }
}

extension SpanID: CustomStringConvertible {
    package var description: String { self.value.lowerHexadecimal }
}
