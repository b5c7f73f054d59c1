/// Exact conversion between scaled integers and their decimal text.
enum FixedPoint {
    /// Writes `value`, which counts units of `10^-decimals`, without trailing zeros.
    static func text(_ value: Int64, decimals: Int) -> String {
        var digits = String(value.magnitude)
        if digits.count <= decimals {
            digits = String(repeating: "0", count: decimals - digits.count + 1) + digits
        }
        let whole = digits.dropLast(decimals)
        var fraction = digits.suffix(decimals)
        while fraction.last == "0" { fraction.removeLast() }
        let sign = value < 0 ? "-" : ""
        return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
    }

    /// Reads a decimal into units of `10^-decimals`; `nil` where that would not be exact.
    static func parse(_ text: some StringProtocol, decimals: Int) -> Int64? {
        var bytes = Array(text.utf8)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes.removeFirst() }
        let parts = bytes.split(
            separator: UInt8(ascii: "."),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard let whole = parts.first, !whole.isEmpty else { return nil }
        let fraction = parts.count == 2 ? parts[1] : []
        guard parts.count == 1 || !fraction.isEmpty, fraction.count <= decimals else { return nil }

        let padding = repeatElement(UInt8(ascii: "0"), count: decimals - fraction.count)
        var value: Int64 = 0
        for byte in [whole, fraction, Array(padding)[...]].joined() {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let digit = Int64(byte - UInt8(ascii: "0"))
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10)
            // Built on the negative side, whose range reaches one further.
            let (next, overflow) = shifted.subtractingReportingOverflow(digit)
            guard !tooLarge, !overflow else { return nil }
            value = next
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }
}
