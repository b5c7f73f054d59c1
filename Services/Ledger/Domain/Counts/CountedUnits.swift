package import Contracts
package import Kernel

/// Where the book has a unit at a time.
package struct UnitLevel: Hashable, Sendable {
    /// `nil` for what moved without a number, as a till does that does not read them.
    package let serial: String?
    package let location: ID<Location>
    package let lot: ID<Lot>?
    /// 1 where it is, and less where it left without having come.
    package let level: Quantity

    package init(serial: String?, location: ID<Location>, lot: ID<Lot>?, level: Quantity) {
        self.serial = serial
        self.location = location
        self.lot = lot
        self.level = level
    }
}

/// What it means to have seen units at a place, for each of them.
package struct CountedUnits: Hashable, Sendable {
    private let variant: ID<Variant>
    private let location: ID<Location>
    private let seen: Set<Verbatim>
    private let book: [UnitLevel]

    /// - Parameter book: Where the book has something at that time: everything that is at the place,
    ///   and the units that were seen, wherever they are.
    package init(
        _ numbers: [String],
        of variant: ID<Variant>,
        at location: ID<Location>,
        book: [UnitLevel]
    ) {
        self.variant = variant
        self.location = location
        self.seen = Set(numbers.map { Verbatim($0) })
        self.book = book
    }

    /// How many should be at the place.
    package var expected: Quantity {
        self.book.reduce(.zero) { sum, unit in
            unit.location == self.location ? sum.addingClamped(unit.level) : sum
        }
    }

    /// Whether others were seen than should be there.
    package var isMixedUp: Bool {
        let there = self.book.filter { $0.location == self.location && $0.level != .zero }
        guard there.allSatisfy({ $0.serial != nil }) else { return true }
        return Set(there.compactMap { $0.serial.map { Verbatim($0) } }) != self.seen
    }

    /// What was seen of each key: units that are there, and others that are not.
    ///
    /// A unit that was seen here was not seen anywhere else, and nothing was seen without a number.
    ///
    /// - Parameter lots: Of units, by number, as far as they are known.
    package func sightings(
        lots: [String: ID<Lot>]
    ) -> [(key: CountedKey, seen: Quantity)] {
        var sightings: [CountedKey: Quantity] = [:]
        sightings[CountedKey(variant: self.variant, location: self.location)] = .zero
        for unit in self.book where unit.level != .zero {
            sightings[
                CountedKey(
                    variant: self.variant,
                    location: unit.location,
                    lot: unit.lot,
                    serial: unit.serial
                )
            ] = .zero
        }
        for number in self.seen.map(\.wrappedValue) {
            let key = CountedKey(
                variant: self.variant,
                location: self.location,
                lot: lots[number],
                serial: number
            )
            sightings[key] = 1
        }
        // Those that are not there first, so that a unit leaves one place before it comes to another.
        return sightings.map { (key: $0.key, seen: $0.value) }.sorted { left, right in
            left.seen == right.seen
                ? Verbatim(left.key.serial ?? "") < Verbatim(right.key.serial ?? "")
                : left.seen < right.seen
        }
    }
}
