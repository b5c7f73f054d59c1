import Kernel

/// What no row of the book or its projections says unless somebody has changed it.
///
/// Rules keep all of a variant in one warehouse to a tenth of that, so sums of a few of these bounds
/// have room in 64 bits; whatever is read is held against them before it is added up.
enum CostBounds {
    /// Ten times ``CostValue/largest``, in millionths.
    static let value: UInt64 = 10_000_000_000_000_000
    /// Ten times ``Quantity/largestLevel``, in ten-thousandths.
    static let quantity: UInt64 = 1_000_000_000_000_000_000

    static func allow(_ quantity: Quantity, _ value: CostValue) -> Bool {
        quantity.tenThousandths.magnitude <= self.quantity
            && value.millionths.magnitude <= self.value
    }
}

extension CostPool {
    /// The exact quantity, whatever the rows say; ``quantity`` has no room for all that people write.
    package var exactQuantity: Int128 {
        self.layers.exactQuantity + Int128(self.unseen?.quantity.tenThousandths ?? 0)
            - Int128(self.unseenDebts?.quantity.tenThousandths ?? 0)
            - self.debts.exactQuantity
    }

    /// The same of the value.
    package var exactValue: Int128 {
        self.layers.exactValue + Int128(self.unseen?.value.millionths ?? 0)
            + Int128(self.shared.millionths)
            - Int128(self.unseenDebts?.value.millionths ?? 0)
            - self.debts.exactValue
    }

    /// Whether everything in it, and all together, is what can be reckoned with.
    package var isPossible: Bool {
        var quantity = self.unseen?.quantity.tenThousandths.magnitude128 ?? 0
        var value = self.shared.millionths.magnitude128
        value += self.unseen?.value.millionths.magnitude128 ?? 0
        quantity += self.unseenDebts?.quantity.tenThousandths.magnitude128 ?? 0
        value += self.unseenDebts?.value.millionths.magnitude128 ?? 0
        for layer in self.layers {
            quantity += layer.quantity.tenThousandths.magnitude128
            value += layer.value.millionths.magnitude128
        }
        for debt in self.debts {
            quantity += debt.quantity.tenThousandths.magnitude128
            value += debt.value.millionths.magnitude128
        }
        return quantity <= CostBounds.quantity && value <= CostBounds.value
    }
}

extension Collection<CostSlice> {
    package var exactQuantity: Int128 { self.reduce(0) { $0 + Int128($1.quantity.tenThousandths) } }
    package var exactValue: Int128 { self.reduce(0) { $0 + Int128($1.value.millionths) } }
}

extension Collection<CostDebt> {
    package var exactQuantity: Int128 { self.reduce(0) { $0 + Int128($1.quantity.tenThousandths) } }
    package var exactValue: Int128 { self.reduce(0) { $0 + Int128($1.value.millionths) } }
}

extension CostLine {
    /// Whether the rules can have written so much.
    var isPossible: Bool { CostBounds.allow(self.quantity, self.value) }
}

extension Int64 {
    fileprivate var magnitude128: UInt128 { UInt128(self.magnitude) }
}
