/// Exact conversion between scaled integers and their decimal text.
package enum FixedPoint {
    /// Of any value, with its sign, its point and a zero in front of it.
    static let maximumLength = Decimal.maximumLength + 2

    package static func text(_ value: Int64, decimals: Int) -> String {
        String(upTo: Self.maximumLength) { text, start in
            Self.write(value, decimals: decimals, to: &text, at: start)
        }
    }

    /// Writes `value`, which counts units of `10^-decimals`, without trailing zeros.
    ///
    /// - Returns: Where it ends.
    static func write(
        _ value: Int64,
        decimals: Int,
        to text: inout MutableSpan<UInt8>,
        at start: Int
    ) -> Int {
        var unit: UInt64 = 1
        for _ in 0..<decimals { unit *= 10 }
        let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: unit)
        var end = start
        if value < 0 {
            text[end] = UInt8(ascii: "-")
            end += 1
        }
        end = Decimal.write(whole, to: &text, at: end)
        guard fraction > 0 else { return end }
        text[end] = UInt8(ascii: ".")
        end = Decimal.write(fraction, width: decimals, to: &text, at: end + 1)
        while text[end - 1] == UInt8(ascii: "0") { end -= 1 }
        return end
    }

    /// Reads a decimal into units of `10^-decimals`; `nil` where that would not be exact.
    package static func parse(_ text: some StringProtocol, decimals: Int) -> Int64? {
        let text = String(text)
        return Self.parse(text.utf8.span, decimals: decimals)
    }

    /// The same of a text in UTF-8.
    static func parse(_ text: Span<UInt8>, decimals: Int) -> Int64? {
        var value: Int64 = 0
        let isNegative = !text.isEmpty && text[0] == UInt8(ascii: "-")
        let first = isNegative ? 1 : 0
        var point: Int?
        for index in first..<max(text.count, first) {
            if text[index] == UInt8(ascii: "."), point == nil, index > first {
                point = index
                continue
            }
            guard let digit = Decimal.digit(text[index]),
                let next = Self.appending(digit, to: value)
            else { return nil }
            value = next
        }
        let fraction = point.map { text.count - $0 - 1 }
        guard text.count > first, fraction != 0, fraction ?? 0 <= decimals else { return nil }
        for _ in (fraction ?? 0)..<decimals {
            guard let next = Self.appending(0, to: value) else { return nil }
            value = next
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// Built on the negative side, whose range reaches one further.
    private static func appending(_ digit: Int64, to value: Int64) -> Int64? {
        let (shifted, isTooLarge) = value.multipliedReportingOverflow(by: 10)
        let (next, overflows) = shifted.subtractingReportingOverflow(digit)
        return isTooLarge || overflows ? nil : next
    }
}
