/// The identifier of one trace: 16 bytes, not all zero.
package struct TraceID: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    /// `nil` for anything but 32 lower-case hexadecimal digits that are not all zero.
    init?(_ digits: ArraySlice<UInt8>) {
        guard digits.count == 32, let high = UInt64(lowerHexadecimal: digits.prefix(16)),
            let low = UInt64(lowerHexadecimal: digits.suffix(16)), high | low != 0
        else { return nil }
        self.init(high: high, low: low)
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static func random(using generator: inout some RandomNumberGenerator) -> TraceID {
        let low = UInt64.random(in: 1...UInt64.max, using: &generator)
        return TraceID(high: generator.next(), low: low)
    }
}

extension TraceID: CustomStringConvertible {
    package var description: String { self.high.lowerHexadecimal + self.low.lowerHexadecimal }
}
