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
    package let lines: [DocumentPart]
    /// Whether this was the last part, so that the rest of the promise is given up.
    package let isFinal: Bool

    package init(
        entry: ID<Entry>,
        reservation: ID<Reservation>,
        about: Circumstances = Circumstances(),
        location: LocationName? = nil,
        isAnywhere: Bool = false,
        lines: [DocumentPart] = [],
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
}
