/// How much of a variant there is, in ten-thousandths of its base unit.
///
/// An integer, so that sums are exact: four decimals hold grams in kilograms and a tenth of a
/// millilitre in litres. On the wire it is a decimal string (`"12.5"`), in SQL a `bigint`.
/// The range is about ±9.2 × 10¹⁴ base units; ``adding(_:)`` reports leaving it, `+` traps.
package struct Quantity: Hashable, Sendable {
    package let tenThousandths: Int64

    package init(tenThousandths: Int64) {
        self.tenThousandths = tenThousandths
    }

    package static let zero = Quantity(tenThousandths: 0)

    /// The number of decimals that a quantity can carry.
    package static let decimals = 4

    package var isNegative: Bool { self.tenThousandths < 0 }
    package var isPositive: Bool { self.tenThousandths > 0 }

    /// The sum, or `nil` where it leaves the range.
    package func adding(_ other: Quantity) -> Quantity? {
        let (sum, overflow) = self.tenThousandths.addingReportingOverflow(other.tenThousandths)
        return overflow ? nil : Quantity(tenThousandths: sum)
    }

    /// The product with a whole number, or `nil` where it leaves the range.
    package func multiplied(by factor: Int64) -> Quantity? {
        let (product, overflow) = self.tenThousandths.multipliedReportingOverflow(by: factor)
        return overflow ? nil : Quantity(tenThousandths: product)
    }
}

extension Quantity: Comparable {
    package static func < (left: Quantity, right: Quantity) -> Bool {
        left.tenThousandths < right.tenThousandths
    }
}

extension Quantity: AdditiveArithmetic {
    package static func + (left: Quantity, right: Quantity) -> Quantity {
        Quantity(tenThousandths: left.tenThousandths + right.tenThousandths)
    }

    package static func - (left: Quantity, right: Quantity) -> Quantity {
        Quantity(tenThousandths: left.tenThousandths - right.tenThousandths)
    }

    package static prefix func - (value: Quantity) -> Quantity {
        .zero - value
    }
}

extension Quantity: ExpressibleByIntegerLiteral {
    package init(integerLiteral units: Int64) {
        self.init(tenThousandths: units * 10_000)
    }
}
