package import Contracts
package import Kernel

/// The taking of promised goods out of the warehouse: an entry of kind `ship`.
package struct Consumption: Hashable, Sendable {
    package let entry: ID<Entry>
    package let reservation: ID<Reservation>
    package let about: Circumstances
    /// Where the goods are taken from; the warehouse itself where nothing is named.
    package let location: LocationName?
    /// Whether goods may also be anywhere below the locations that are named.
    package let isAnywhere: Bool
    /// What was taken; everything that is open where nothing is named.
    package let lines: [Line]
    /// Whether this was the last part, so that the rest of the promise is given up.
    package let isFinal: Bool

    package init(
        entry: ID<Entry>,
        reservation: ID<Reservation>,
        about: Circumstances = Circumstances(),
        location: LocationName? = nil,
        isAnywhere: Bool = false,
        lines: [Line] = [],
        isFinal: Bool = false
    ) {
        self.entry = entry
        self.reservation = reservation
        self.about = about
        self.location = location
        self.isAnywhere = isAnywhere
        self.lines = lines
        self.isFinal = isFinal
    }

    /// Part of one line of the reservation.
    package struct Line: Hashable, Sendable {
        /// The line of the reservation, from 1.
        package let number: Int
        /// In base units.
        package let quantity: Quantity
        /// Where it is taken from, if not from the location of the whole.
        package let location: LocationName?
        package let lot: LotName?
        package let serials: [String]

        package init(
            number: Int,
            quantity: Quantity,
            location: LocationName? = nil,
            lot: LotName? = nil,
            serials: [String] = []
        ) {
            self.number = number
            self.quantity = quantity
            self.location = location
            self.lot = lot
            self.serials = serials
        }
    }
}
