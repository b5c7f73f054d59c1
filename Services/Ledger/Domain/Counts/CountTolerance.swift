package import Kernel

/// How far what was seen may be from what should have been there without being looked at again.
package struct CountTolerance: Hashable, Sendable {
    /// In base units.
    package let quantity: Quantity
    /// Of what should have been there, in hundredths: 2.5 is two and a half of a hundred.
    package let percent: Quantity

    package init(quantity: Quantity = .zero, percent: Quantity = .zero) {
        self.quantity = quantity
        self.percent = percent
    }

    package static let largestPercent: Quantity = 100

    /// Whether either of the two allows for the difference; a difference of just as much is allowed.
    package func allows(seen: Quantity, expected: Quantity) -> Bool {
        let difference = seen.subtractingClamped(expected)
        let distance = Int128(difference.tenThousandths.magnitude)
        if distance <= Int128(self.quantity.tenThousandths) { return true }
        // Of a hundred, in ten-thousandths: exact, because nothing is divided.
        let share = Int128(expected.tenThousandths.magnitude) * Int128(self.percent.tenThousandths)
        return distance * 1_000_000 <= share
    }
}
