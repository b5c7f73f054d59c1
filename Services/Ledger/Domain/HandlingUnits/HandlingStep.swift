package import Contracts
package import Kernel

/// Something that is done with a handling unit and all that is on it.
package struct HandlingStep: Hashable, Sendable {
    package let way: Way
    package let unit: ID<HandlingUnit>
    /// What is entered where goods move.
    package let entry: ID<Entry>
    package let about: Circumstances
    /// The versions that the unit may have; any where there are none.
    package let versions: Set<Int64>?

    package init(
        _ way: Way,
        unit: ID<HandlingUnit>,
        entry: ID<Entry>,
        about: Circumstances = Circumstances(),
        versions: Set<Int64>? = nil
    ) {
        self.way = way
        self.unit = unit
        self.entry = entry
        self.about = about
        self.versions = versions
    }

    /// What is done with the unit.
    package enum Way: Hashable, Sendable {
        /// The unit itself goes somewhere else, with all that is on it.
        case move(to: LocationName)
        /// All that is on it, and on the units that stand on it, goes somewhere else without them.
        case unpack(to: LocationName)
        /// It leaves to a customer with all that is on it.
        case ship
        /// It is not used any more.
        case close
    }

    /// Where the unit or its goods go; `nil` where they leave.
    package var destination: LocationName? {
        switch self.way {
        case .move(let name), .unpack(let name): name
        case .ship, .close: nil
        }
    }
}
