package import Kernel

extension Quantity {
    /// The most that one line moves or promises, in base units.
    ///
    /// An article number that was scanned where a quantity belongs is above it.
    package static let largestLine: Quantity = 1_000_000_000

    /// The most that is on hand at one place or in one warehouse, and the most that is owed there.
    package static let largestLevel: Quantity = 10_000_000_000_000

    /// The level after a change, or `nil` where that is out of range and not a way back into it.
    func level(after change: Quantity) -> Quantity? {
        guard let sum = self.adding(change) else { return nil }
        let isBackwards = sum.tenThousandths.magnitude < self.tenThousandths.magnitude
        let range = -Quantity.largestLevel...Quantity.largestLevel
        return isBackwards || range.contains(sum) ? sum : nil
    }

    /// The sum, or the bound of the type that it would pass: for figures that are only shown.
    package func addingClamped(_ other: Quantity) -> Quantity {
        self.adding(other)
            ?? Quantity(tenThousandths: other.isNegative ? .min : .max)
    }

    /// The difference, or the bound of the type that it would pass: for figures that are only
    /// shown.
    package func subtractingClamped(_ other: Quantity) -> Quantity {
        let (difference, isOver) = self.tenThousandths
            .subtractingReportingOverflow(other.tenThousandths)
        guard isOver else { return Quantity(tenThousandths: difference) }
        return Quantity(tenThousandths: other.isNegative ? .max : .min)
    }
}
