package import Contracts
package import Kernel

/// What is counted where: goods of one variant and lot at one place, or one unit of them.
package struct CountedKey: Hashable, Sendable {
    package let variant: ID<Variant>
    package let location: ID<Location>
    package let lot: ID<Lot>?
    /// The number of a unit, by bytes; `nil` for goods without numbers, and for what a till sold of
    /// units without reading theirs.
    package var serial: String? { self.number?.wrappedValue }
    private let number: Verbatim?

    package init(
        variant: ID<Variant>,
        location: ID<Location>,
        lot: ID<Lot>? = nil,
        serial: String? = nil
    ) {
        self.variant = variant
        self.location = location
        self.lot = lot
        self.number = serial.map { Verbatim($0) }
    }
}
