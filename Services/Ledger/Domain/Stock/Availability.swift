package import Contracts
package import Kernel

/// How much of one variant a warehouse has, and how much of that is promised.
package struct Availability: Hashable, Sendable {
    package let key: Key
    package private(set) var onHand: Quantity
    package private(set) var reserved: Quantity
    /// Pending reservations that hold some of the variant here.
    package private(set) var reservations: Int
    /// Whether a till sold what was promised or not there; the only way to have less than promised.
    package private(set) var isOversold: Bool
    /// Grows by one with every entry or reservation that changes the row.
    package private(set) var version: Int64

    package init(
        key: Key,
        onHand: Quantity = .zero,
        reserved: Quantity = .zero,
        reservations: Int = 0,
        isOversold: Bool = false,
        version: Int64 = 0
    ) {
        self.key = key
        self.onHand = onHand
        self.reserved = reserved
        self.reservations = reservations
        self.isOversold = isOversold
        self.version = version
    }

    /// What is promised from where: the identity of an availability.
    package struct Key: Hashable, Sendable {
        package let variant: ID<Variant>
        package let warehouse: ID<Location>

        package init(variant: ID<Variant>, warehouse: ID<Location>) {
            self.variant = variant
            self.warehouse = warehouse
        }
    }

    /// What can still be promised or taken; negative after a till oversold.
    package var available: Quantity { self.onHand.subtractingClamped(self.reserved) }

    /// Adds `change` to what is on hand; `false` and unchanged where the sum leaves the range.
    mutating func add(_ change: Quantity) -> Bool {
        guard let sum = self.onHand.level(after: change) else { return false }
        self.onHand = sum
        return true
    }

    /// Holds `quantity` for one more reservation.
    mutating func promise(_ quantity: Quantity) {
        self.reserved += quantity
        self.reservations += 1
    }

    /// Gives up part of a promise, which with `isLast` is its last.
    mutating func redeem(_ quantity: Quantity, isLast: Bool) {
        self.reserved -= quantity
        if isLast { self.reservations -= 1 }
    }

    /// Settles mark and version after an entry or reservation.
    mutating func settle(mayOversell: Bool) {
        self.isOversold = self.available.isNegative && (mayOversell || self.isOversold)
        self.version += 1
    }
}

extension Availability.Key: Comparable {
    /// The order in which rows are locked: by variant, then warehouse, as PostgreSQL sorts `uuid`.
    package static func < (left: Self, right: Self) -> Bool {
        left.variant == right.variant
            ? left.warehouse < right.warehouse : left.variant < right.variant
    }
}
