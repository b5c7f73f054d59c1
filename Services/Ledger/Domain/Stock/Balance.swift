package import Contracts
package import Kernel

/// How much of one variant and lot lies at one location.
package struct Balance: Hashable, Sendable {
    package let key: Key
    package private(set) var onHand: Quantity
    /// Whether a till sold more than the book knew of; the only way below zero.
    package private(set) var isOversold: Bool
    /// Grows by one with every entry that changes the balance.
    package private(set) var version: Int64

    package init(
        key: Key,
        onHand: Quantity = .zero,
        isOversold: Bool = false,
        version: Int64 = 0
    ) {
        self.key = key
        self.onHand = onHand
        self.isOversold = isOversold
        self.version = version
    }

    /// What is where: the identity of a balance.
    package struct Key: Hashable, Sendable {
        package let variant: ID<Variant>
        package let location: ID<Location>
        /// `nil` for variants without lots, and for what a till sold without knowing the lot.
        package let lot: ID<Lot>?

        package init(variant: ID<Variant>, location: ID<Location>, lot: ID<Lot>? = nil) {
            self.variant = variant
            self.location = location
            self.lot = lot
        }
    }

    /// Adds `change`, or returns `false` and changes nothing where the sum leaves the range.
    mutating func add(_ change: Quantity) -> Bool {
        guard let sum = self.onHand.level(after: change) else { return false }
        self.onHand = sum
        return true
    }

    /// Settles mark and version after an entry: who may oversell sets the mark, cover clears it.
    mutating func settle(mayOversell: Bool) {
        self.isOversold = self.onHand.isNegative && (mayOversell || self.isOversold)
        self.version += 1
    }
}

extension Balance.Key {
    /// The same variant and location without the lot.
    var place: Balance.Key {
        Balance.Key(variant: self.variant, location: self.location)
    }
}

extension Balance.Key: Comparable {
    /// By variant, location, lot; what has no lot comes first.
    package static func < (left: Self, right: Self) -> Bool {
        guard left.variant == right.variant else { return left.variant < right.variant }
        guard left.location == right.location else { return left.location < right.location }
        guard let rightLot = right.lot else { return false }
        guard let leftLot = left.lot else { return true }
        return leftLot < rightLot
    }
}
