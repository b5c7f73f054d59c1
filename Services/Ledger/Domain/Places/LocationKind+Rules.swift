package import Contracts

extension LocationKind {
    /// The kinds of which the company has exactly one location each.
    package static let virtual: [LocationKind] = LocationKind.allCases.filter(\.isVirtual)

    package var isPhysical: Bool { self.depth != nil }

    package var isVirtual: Bool { !self.isPhysical }

    /// Whether goods there still belong to us, so that the ledger keeps balances for the place.
    ///
    /// The other virtual locations are answered by movements alone: a stored balance of "the
    /// customer" would be one hot row per variant that every sale of every shop has to lock.
    package var keepsBalances: Bool { self.isPhysical || self == .transit }

    /// Whether a location of this kind may stand inside one of kind `parent`.
    ///
    /// A warehouse stands alone; everything physical else stands inside something of its own or a
    /// wider kind, to any depth. A handling unit stands in any of them, and on others.
    package func mayStand(in parent: LocationKind?) -> Bool {
        guard let depth = self.depth else { return false }
        guard let parent else { return self == .warehouse }
        guard let outer = parent.depth else { return false }
        return self != .warehouse && outer <= depth
    }

    /// How far inside a warehouse the kind lies; `nil` for virtual kinds.
    private var depth: Int? {
        switch self {
        case .warehouse: 0
        case .zone: 1
        case .aisle: 2
        case .rack: 3
        case .bin: 4
        // Deeper than any place that stays where it is, so that none of these stands on a unit.
        case .unit: 5
        case .supplier, .customer, .adjustment, .scrap, .production, .transit: nil
        }
    }
}
