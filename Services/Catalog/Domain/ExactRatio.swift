package import Kernel

/// A positive fraction in lowest terms.
package struct ExactRatio: Hashable, Sendable {
    package let numerator: Int64
    package let denominator: Int64

    package static let one = ExactRatio(lowest: 1, 1)

    /// - Throws: ``BrokenRule`` `positive` unless both terms are above zero.
    package init(_ numerator: Int64, _ denominator: Int64) throws(BrokenRule) {
        guard numerator > 0, denominator > 0 else {
            throw BrokenRule("positive", "numerator and denominator must be above zero")
        }
        let divisor = ExactRatio.greatestCommonDivisor(numerator, denominator)
        self.init(lowest: numerator / divisor, denominator / divisor)
    }

    private init(lowest numerator: Int64, _ denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    package var inverse: ExactRatio {
        ExactRatio(lowest: self.denominator, self.numerator)
    }

    /// The product, or `nil` where a term of it leaves 64 bits.
    package func multiplied(by other: ExactRatio) -> ExactRatio? {
        let across = ExactRatio.greatestCommonDivisor(self.numerator, other.denominator)
        let back = ExactRatio.greatestCommonDivisor(other.numerator, self.denominator)
        let (numerator, tooLarge) = (self.numerator / across)
            .multipliedReportingOverflow(by: other.numerator / back)
        let (denominator, tooFine) = (self.denominator / back)
            .multipliedReportingOverflow(by: other.denominator / across)
        return tooLarge || tooFine ? nil : ExactRatio(lowest: numerator, denominator)
    }

    /// The quantity times this ratio, never rounded.
    ///
    /// - Throws: ``BrokenRule`` `exact-conversion` where four decimals cannot hold the result, and
    ///   `range` where it is too large.
    package func convert(_ quantity: Quantity) throws(BrokenRule) -> Quantity {
        let product = Int128(quantity.tenThousandths) * Int128(self.numerator)
        let (quotient, remainder) = product.quotientAndRemainder(
            dividingBy: Int128(self.denominator)
        )
        guard remainder == 0 else {
            throw BrokenRule(
                "exact-conversion",
                "\(quantity) times \(self) has no exact result with \(Quantity.decimals) decimals"
            )
        }
        guard let value = Int64(exactly: quotient) else {
            throw BrokenRule("range", "\(quantity) times \(self) is too large")
        }
        return Quantity(tenThousandths: value)
    }

    private static func greatestCommonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
        var (larger, smaller) = (left, right)
        while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
        return larger
    }
}

extension ExactRatio: CustomStringConvertible {
    package var description: String { "\(self.numerator)/\(self.denominator)" }
}
