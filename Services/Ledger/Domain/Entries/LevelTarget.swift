package import Contracts
package import Kernel

/// How much there is to be, for a line that says that in place of how much moves.
package struct LevelTarget: Hashable, Sendable {
    /// In base units, or packs of a barcode; not below zero.
    package let quantity: Quantity
    /// What whoever sets the level believes to be there, in the same unit; `nil` for anything.
    package let expected: Quantity?

    package init(_ quantity: Quantity, expected: Quantity?) {
        self.quantity = quantity
        self.expected = expected
    }
}

extension Posting.Line {
    /// A line that moves what it takes for there to be as much at `place` as `target` says.
    ///
    /// - Parameter outside: Where what is missing comes from, and what is too much goes.
    package init(
        setting target: LevelTarget,
        of variant: VariantName,
        lot: LotName? = nil,
        serials: [String] = [],
        at place: LocationName,
        against outside: LocationName
    ) {
        self.init(
            variant: variant,
            lot: lot,
            serials: serials,
            quantity: .zero,
            target: target,
            from: outside,
            to: place
        )
    }
}

/// What was believed to be at a place, and what is there.
package struct LevelMismatch: Hashable, Sendable {
    package let sku: String
    package let location: ID<Location>
    /// `nil` for variants without lots, and for a lot that the book does not know yet.
    package let lot: ID<Lot>?
    package let expected: Quantity
    package let actual: Quantity
    package let line: Int

    package init(
        sku: String,
        location: ID<Location>,
        lot: ID<Lot>? = nil,
        expected: Quantity,
        actual: Quantity,
        line: Int
    ) {
        self.sku = sku
        self.location = location
        self.lot = lot
        self.expected = expected
        self.actual = actual
        self.line = line
    }
}
