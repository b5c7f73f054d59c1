package import Contracts
package import Kernel

/// How much of one variant an order brings where, and what became of it.
///
/// Quantities are in base units. What is on the road is kept by lot and unit, as the entries of the
/// order have it.
package struct TransferLine: Hashable, Sendable {
    package let variant: ID<Variant>
    /// `nil` where any lot will do.
    package let lot: ID<Lot>?
    package let from: ID<Location>
    package let to: ID<Location>
    package let ordered: Quantity
    package private(set) var dispatched: Quantity
    package private(set) var received: Quantity
    package private(set) var lost: Quantity
    /// What will not be dispatched any more.
    package private(set) var cancelled: Quantity
    /// What is on the road; its sum is ``inTransit``.
    package private(set) var load: [TransferItem: Quantity]

    package init(
        variant: ID<Variant>,
        lot: ID<Lot>? = nil,
        from: ID<Location>,
        to: ID<Location>,
        ordered: Quantity,
        dispatched: Quantity = .zero,
        received: Quantity = .zero,
        lost: Quantity = .zero,
        cancelled: Quantity = .zero,
        load: [TransferItem: Quantity] = [:]
    ) {
        self.variant = variant
        self.lot = lot
        self.from = from
        self.to = to
        self.ordered = ordered
        self.dispatched = dispatched
        self.received = received
        self.lost = lost
        self.cancelled = cancelled
        self.load = load
    }

    /// What can still be dispatched.
    package var open: Quantity { self.ordered - self.cancelled - self.dispatched }

    /// What has left and neither arrived nor been lost.
    package var inTransit: Quantity { self.dispatched - self.received - self.lost }

    /// Goods leave, or with a quantity below zero have not left.
    mutating func dispatch(_ quantity: Quantity, of item: TransferItem) {
        self.dispatched += quantity
        self.add(quantity, of: item)
    }

    /// Goods arrive, or with a quantity below zero have not arrived.
    mutating func receive(_ quantity: Quantity, of item: TransferItem) {
        self.received += quantity
        self.add(-quantity, of: item)
    }

    /// Goods are lost, or with a quantity below zero found again.
    mutating func lose(_ quantity: Quantity, of item: TransferItem) {
        self.lost += quantity
        self.add(-quantity, of: item)
    }

    mutating func cancel() { self.cancelled += self.open }

    private mutating func add(_ quantity: Quantity, of item: TransferItem) {
        let sum = self.load[item, default: .zero] + quantity
        self.load[item] = sum == .zero ? nil : sum
    }
}

/// What goods on the road are told apart by.
package struct TransferItem: Hashable, Sendable {
    package let lot: ID<Lot>?
    package let serial: ID<Serial>?

    package init(lot: ID<Lot>? = nil, serial: ID<Serial>? = nil) {
        self.lot = lot
        self.serial = serial
    }
}

extension TransferItem: Comparable {
    /// By lot and unit, so that the order is always the same; what has none comes first.
    package static func < (left: Self, right: Self) -> Bool {
        guard left.lot == right.lot else { return left.lot.isBefore(right.lot) }
        return left.serial.isBefore(right.serial)
    }
}

extension Optional {
    fileprivate func isBefore<Subject>(_ other: ID<Subject>?) -> Bool where Wrapped == ID<Subject> {
        guard let other else { return false }
        return self.map { $0 < other } ?? true
    }
}
