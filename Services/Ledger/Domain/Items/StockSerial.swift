package import Contracts
package import Kernel

/// One unit that is known by its number, and where it is now.
package struct StockSerial: Hashable, Sendable {
    package let id: ID<Serial>
    package let key: Key
    package let lot: ID<Lot>?
    package private(set) var location: ID<Location>
    /// Whether the unit is still ours: at a location that keeps balances.
    package private(set) var isInStock: Bool

    package init(
        id: ID<Serial>,
        key: Key,
        lot: ID<Lot>? = nil,
        location: ID<Location>,
        isInStock: Bool
    ) {
        self.id = id
        self.key = key
        self.lot = lot
        self.location = location
        self.isInStock = isInStock
    }

    /// What a serial is known by: its number, by bytes, is unique among the units of one variant.
    package struct Key: Hashable, Sendable {
        package let variant: ID<Variant>
        @Verbatim package private(set) var number: String

        package init(variant: ID<Variant>, number: String) {
            self.variant = variant
            self.number = number
        }
    }

    /// Whether the unit can leave `location`; any virtual place outside gives what is not ours.
    func mayLeave(_ location: StockLocation) -> Bool {
        location.kind.keepsBalances ? self.location == location.id : !self.isInStock
    }

    mutating func move(to location: StockLocation) {
        self.location = location.id
        self.isInStock = location.kind.keepsBalances
    }
}
