package import Kernel

/// Debts of a pool that stayed where they are kept, because no goods are thought to settle them.
///
/// New ones may be owed without a look at them. Whoever needs one finds out that the pool has to be
/// read whole, and that all that followed from not doing so is to be thrown away.
package struct UnseenDebts: Hashable, Sendable {
    /// What they owe together.
    package let quantity: Quantity
    package let value: CostValue
    /// The line of the last one that was read of those that come before them.
    private let end: Int64?
    /// Whether one of them was needed.
    package internal(set) var isReached: Bool

    /// - Parameter end: The line of the last of the debts that were read in their order; `nil` where
    ///   none was.
    package init(quantity: Quantity, value: CostValue, after end: Int64?) {
        self.quantity = quantity
        self.value = value
        self.end = end
        // None owes nothing: there is something wrong with a sum of them that is not above zero.
        self.isReached = !quantity.isPositive
    }

    /// Whether some of these may be older than the debt of a line, or there is no other.
    func precede(_ line: Int64?) -> Bool {
        guard let line, let end = self.end else { return true }
        return end < line
    }
}
