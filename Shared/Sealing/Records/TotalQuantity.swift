import Kernel

/// A sum of quantities, never negative, in ten-thousandths of base units of whatever kind.
///
/// Wider than a quantity, because it adds up all that ever moved. In JSON a decimal string.
package struct TotalQuantity: Hashable, Sendable {
    package private(set) var tenThousandths: Int128

    package init(tenThousandths: Int128 = 0) {
        self.tenThousandths = tenThousandths
    }

    static func += (total: inout TotalQuantity, quantity: Quantity) {
        total.tenThousandths += Int128(quantity.tenThousandths)
    }

    static func += (total: inout TotalQuantity, other: TotalQuantity) {
        total.tenThousandths += other.tenThousandths
    }

    private static let unit: Int128 = 10_000
}

extension TotalQuantity: TextCodable {
    package static let form = "a decimal string with at most four decimals"

    package var description: String {
        let (whole, rest) = self.tenThousandths.quotientAndRemainder(dividingBy: Self.unit)
        guard rest > 0 else { return "\(whole)" }
        var decimals = "\(Self.unit + rest)".dropFirst()
        while decimals.last == "0" { decimals.removeLast() }
        return "\(whole).\(decimals)"
    }

    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int128(parts[0]), whole >= 0 else {
            return nil
        }
        var rest: Int128 = 0
        if parts.count == 2 {
            guard !parts[1].isEmpty else { return nil }
            let digits = parts[1] + String(repeating: "0", count: max(0, 4 - parts[1].count))
            guard digits.count == 4, let value = Int128(digits), value >= 0 else { return nil }
            rest = value
        }
        let (product, overflow) = whole.multipliedReportingOverflow(by: Self.unit)
        guard !overflow else { return nil }
        self.init(tenThousandths: product + rest)
    }
}
