package import Contracts
package import Kernel

/// Goods that left before the book had them, and what they are thought to have cost.
package struct CostDebt: Hashable, Sendable {
    /// The line that says so.
    package let line: Int64
    package let movement: ID<Movement>
    /// Where the goods went.
    package let account: CostAccount
    package internal(set) var quantity: Quantity
    package internal(set) var value: CostValue

    package init(
        line: Int64,
        movement: ID<Movement>,
        account: CostAccount,
        quantity: Quantity,
        value: CostValue
    ) {
        self.line = line
        self.movement = movement
        self.account = account
        self.quantity = quantity
        self.value = value
    }

    /// Takes some off; all where more is wanted.
    mutating func take(_ wanted: Quantity) -> CostDebt {
        var taken = self
        taken.quantity = min(wanted, self.quantity)
        taken.value = self.value.share(taken.quantity, of: self.quantity) ?? self.value
        self.quantity -= taken.quantity
        self.value -= taken.value
        return taken
    }
}

extension Collection<CostDebt> {
    package var quantity: Quantity { self.reduce(.zero) { $0 + $1.quantity } }
    package var value: CostValue { self.reduce(.zero) { $0 + $1.value } }
}
