package import Contracts
package import Kernel

/// How much of one variant a warehouse has, how much of that is promised, and how much is withheld.
package struct Availability: Hashable, Sendable {
    package let key: Key
    package private(set) var onHand: Quantity
    package private(set) var reserved: Quantity
    /// Pending reservations that hold some of the variant here.
    package private(set) var reservations: Int
    /// What is there of lots that are not released.
    package private(set) var withheld: Quantity
    /// Whether a till sold what was promised or not there, or promised goods were withheld: the only
    /// ways to have less than promised.
    package private(set) var isShort: Bool
    /// Grows by one with every entry or reservation that changes the row.
    package private(set) var version: Int64

    package init(
        key: Key,
        onHand: Quantity = .zero,
        reserved: Quantity = .zero,
        reservations: Int = 0,
        withheld: Quantity = .zero,
        isShort: Bool = false,
        version: Int64 = 0
    ) {
        self.key = key
        self.onHand = onHand
        self.reserved = reserved
        self.reservations = reservations
        self.withheld = withheld
        self.isShort = isShort
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

    /// What is there and not withheld.
    package var usable: Quantity { self.onHand.subtractingClamped(self.withheld) }

    /// What can still be promised or taken; negative where there is less than promised.
    package var available: Quantity { self.usable.subtractingClamped(self.reserved) }

    /// Adds `change` to what is on hand; `false` and unchanged where the sum leaves the range.
    ///
    /// - Parameter isWithheld: Whether the goods are of a lot that is not released.
    mutating func add(_ change: Quantity, isWithheld: Bool = false) -> Bool {
        guard let sum = self.onHand.level(after: change) else { return false }
        if isWithheld {
            guard let withheld = self.withheld.level(after: change) else { return false }
            self.withheld = withheld
        }
        self.onHand = sum
        return true
    }

    /// Keeps what is there of a lot from being promised, or with a quantity below zero gives it
    /// free.
    mutating func withhold(_ quantity: Quantity) { self.withheld += quantity }

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

    /// Holds `quantity` again, which with `isFirst` is all that the reservation holds.
    mutating func restore(_ quantity: Quantity, isFirst: Bool) {
        self.reserved += quantity
        if isFirst { self.reservations += 1 }
    }

    /// Settles mark and version after an entry, a reservation or the change of a lot.
    mutating func settle(mayFallShort: Bool) {
        self.isShort = self.available.isNegative && (mayFallShort || self.isShort)
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
