package import Kernel

/// What goods are worth, in millionths of the company's own currency.
///
/// An integer, so that sums are exact. Whatever divides a value gives every part of it to somebody:
/// no millionth is lost or made.
package struct CostValue: Hashable, Sendable {
    package let millionths: Int64

    package init(millionths: Int64) {
        self.millionths = millionths
    }

    package static let zero = CostValue(millionths: 0)

    /// The number of decimals that a value can carry.
    package static let decimals = 6

    /// The most that all of one variant in one warehouse is worth, and the most that is owed there.
    ///
    /// As much for each movement of an entry still has a sum.
    package static let largest = CostValue(millionths: 1_000_000_000_000_000)

    package var isNegative: Bool { self.millionths < 0 }

    /// The part of the value that falls to `part` of `whole`, rounded to the nearest millionth.
    ///
    /// All of it where the part is the whole; `nil` where the part is so much larger that the result
    /// leaves the range.
    package func share(_ part: Quantity, of whole: Quantity) -> CostValue? {
        if part == whole { return self }
        return CostValue(
            rounding: Int128(self.millionths) * Int128(part.tenThousandths),
            over: Int128(whole.tenThousandths)
        )
    }

    /// The value of `quantity` base units, each of which has this one; `nil` out of range.
    package func times(_ quantity: Quantity) -> CostValue? { self.share(quantity, of: 1) }

    /// The value cut into parts in proportion to `weights`, which together are all of it.
    ///
    /// - Parameter weights: None below zero; where all are zero the last part has everything.
    package func spread(over weights: [Int64]) -> [CostValue] {
        let whole = weights.reduce(Int128(0)) { $0 + Int128($1) }
        var (weight, given) = (Int128(0), Int64(0))
        return weights.indices.map { index in
            weight += Int128(weights[index])
            let sum =
                index == weights.count - 1
                ? self.millionths
                : whole == 0 ? 0 : Int64(Int128(self.millionths) * weight / whole)
            defer { given = sum }
            return CostValue(millionths: sum - given)
        }
    }

    /// The nearest whole number of millionths, halves away from zero; `nil` beyond ``largest``.
    init?(rounding dividend: Int128, over divisor: Int128) {
        let half = dividend < 0 ? -divisor / 2 : divisor / 2
        let (sum, isOver) = dividend.addingReportingOverflow(half)
        let quotient = sum / divisor
        let limit = Int128(Self.largest.millionths)
        guard !isOver, (-limit...limit).contains(quotient) else { return nil }
        self.init(millionths: Int64(quotient))
    }
}

extension CostValue: Comparable {
    package static func < (left: CostValue, right: CostValue) -> Bool {
        left.millionths < right.millionths
    }
}

extension CostValue: AdditiveArithmetic {
    package static func + (left: CostValue, right: CostValue) -> CostValue {
        CostValue(millionths: left.millionths + right.millionths)
    }

    package static func - (left: CostValue, right: CostValue) -> CostValue {
        CostValue(millionths: left.millionths - right.millionths)
    }

    package static prefix func - (value: CostValue) -> CostValue { .zero - value }
}

extension CostValue: TextCodable {
    package static let form = "a decimal string with at most six decimals"

    package var description: String {
        FixedPoint.text(self.millionths, decimals: CostValue.decimals)
    }

    package init?(_ text: some StringProtocol) {
        guard let value = FixedPoint.parse(text, decimals: CostValue.decimals) else { return nil }
        self.init(millionths: value)
    }
}
