package import Contracts
package import Kernel

/// Goods that came together, and what they are worth together.
///
/// A layer of a pool as well as what leaves it. Quantity and value are both kept, so that the last
/// unit takes whatever is left of the value; a layer has none where the pool has that of all.
package struct CostSlice: Hashable, Sendable {
    package let key: Key
    package internal(set) var quantity: Quantity
    package internal(set) var value: CostValue
    /// Whether somebody said what the goods cost.
    package internal(set) var isPriced: Bool

    package init(
        origin: ID<Movement>,
        acquiredAt: Timestamp,
        quantity: Quantity,
        value: CostValue,
        isPriced: Bool = true
    ) {
        self.key = Key(acquiredAt: acquiredAt, origin: origin)
        self.quantity = quantity
        self.value = value
        self.isPriced = isPriced
    }

    /// The movement that first brought the goods, and when that happened: the same in whatever
    /// warehouse they are now.
    package struct Key: Hashable, Sendable, Comparable {
        package let acquiredAt: Timestamp
        package let origin: ID<Movement>

        package init(acquiredAt: Timestamp, origin: ID<Movement>) {
            self.acquiredAt = acquiredAt
            self.origin = origin
        }

        package static func < (left: Key, right: Key) -> Bool {
            left.acquiredAt == right.acquiredAt
                ? left.origin < right.origin : left.acquiredAt < right.acquiredAt
        }
    }

    /// Takes goods off with their part of the value; all that there are where more are wanted.
    ///
    /// - Parameter worth: What they should take along instead; they do where others stay that are worth
    ///   something then.
    mutating func take(_ wanted: Quantity, worth: CostValue? = nil) -> CostSlice {
        var taken = self
        taken.quantity = min(wanted, self.quantity)
        taken.value = self.value.share(taken.quantity, of: self.quantity) ?? self.value
        if let worth, wanted < self.quantity, worth >= .zero, worth <= self.value {
            taken.value = worth
        }
        self.quantity -= taken.quantity
        self.value -= taken.value
        return taken
    }

    /// Puts goods of the same origin to these.
    mutating func join(_ other: CostSlice) {
        self.quantity += other.quantity
        self.value += other.value
        self.isPriced = self.isPriced && other.isPriced
    }
}

extension Collection<CostSlice> {
    package var quantity: Quantity { self.reduce(.zero) { $0 + $1.quantity } }
    package var value: CostValue { self.reduce(.zero) { $0 + $1.value } }
}
