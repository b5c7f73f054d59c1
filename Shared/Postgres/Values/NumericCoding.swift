/// The binary form of `numeric`, read only where it holds a whole number.
///
/// Source: `numeric_send` in `numeric.c` of PostgreSQL 15: count of digits, weight, sign, scale,
/// then digits in base 10,000.
enum NumericCoding {
    private static let headerLength = 8
    private static let positive: UInt16 = 0x0000
    private static let negative: UInt16 = 0x4000

    /// The number; `nil` for fractions, infinities, NaN and what 64 bits do not hold.
    static func integer(_ bytes: Span<UInt8>) -> Int64? {
        guard bytes.count >= self.headerLength else { return nil }
        let count = Int(bytes.bigEndian(Int16.self, at: 0))
        let weight = Int(bytes.bigEndian(Int16.self, at: 2))
        let sign = bytes.bigEndian(UInt16.self, at: 4)
        guard sign == self.positive || sign == self.negative,
            bytes.count == self.headerLength + 2 * count
        else { return nil }
        if count == 0 { return 0 }
        // Digits are stripped of zeros at the end, so one after the point means a fraction.
        guard weight >= count - 1, weight <= 4 else { return nil }

        // Built on the negative side, whose range reaches one further.
        var value: Int64 = 0
        for position in 0...weight {
            let digit: Int64 =
                position < count
                ? Int64(bytes.bigEndian(Int16.self, at: self.headerLength + 2 * position)) : 0
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10_000)
            let (next, overflow) = shifted.subtractingReportingOverflow(digit)
            guard !tooLarge, !overflow else { return nil }
            value = next
        }
        if sign == self.negative { return value }
        return value == .min ? nil : -value
    }
}
