import Kernel

/// What many values come to: more than one value holds, where somebody has changed rows.
package struct CostSum: Hashable, Sendable {
    /// Millionths of the company's own currency.
    package var millionths: Int128

    package init(millionths: Int128 = 0) {
        self.millionths = millionths
    }

    package static func += (sum: inout CostSum, value: CostValue) {
        sum.millionths += Int128(value.millionths)
    }

    package static func + (left: CostSum, right: CostSum) -> CostSum {
        CostSum(millionths: left.millionths + right.millionths)
    }
}

extension CostSum: CustomStringConvertible {
    /// A decimal, as that of a value.
    package var description: String {
        let unit = (0..<CostValue.decimals).reduce(UInt128(1)) { unit, _ in unit * 10 }
        let (whole, fraction) = self.millionths.magnitude.quotientAndRemainder(dividingBy: unit)
        let sign = self.millionths < 0 ? "-" : ""
        guard fraction > 0 else { return "\(sign)\(whole)" }
        // With a one in front, so that zeros after the point are there.
        var digits = String(unit + fraction).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }
}
