import Contracts
import Kernel

/// A handling unit with the units that stand on it, and the places that they are.
struct HandlingLoad {
    /// One unit and the place that it is.
    struct Part {
        let unit: StockHandlingUnit
        let place: StockLocation
    }

    /// The unit itself first, each before those that stand on it.
    let parts: [Part]
    let unit: StockHandlingUnit
    let place: StockLocation

    init(of unit: StockHandlingUnit, at place: StockLocation, in state: LedgerState) {
        self.unit = unit
        self.place = place
        self.parts = state.handlingUnits.values.compactMap { unit -> Part? in
            guard unit.status == .open, let own = state.locations[unit.place],
                own.path.contains(place.id)
            else { return nil }
            return Part(unit: unit, place: own)
        }.sorted { left, right in
            let depths = (left.place.path.count, right.place.path.count)
            return depths.0 == depths.1 ? left.unit.id < right.unit.id : depths.0 < depths.1
        }
    }

    /// Where the unit stands.
    var parent: ID<Location> { self.place.parent }

    /// How many levels of the tree of places it takes up.
    var height: Int {
        let depth = self.parts.map(\.place.path.count).max() ?? self.place.path.count
        return depth - self.place.path.count + 1
    }

    /// The path of one of the places once the unit itself has the path `path`.
    func path(of part: Part, below path: [ID<Location>]) -> [ID<Location>] {
        path + part.place.path.dropFirst(self.place.path.count)
    }

    /// What is on the units, each with what is there of every variant and lot.
    func goods(in state: LedgerState) -> [(part: Part, balances: [Balance])] {
        let places = Set(self.parts.map(\.place.id))
        let balances = Dictionary(
            grouping: state.balances.values.filter { balance in
                places.contains(balance.key.location) && balance.onHand != .zero
            },
            by: \.key.location
        )
        return self.parts.map { part in
            (part, (balances[part.place.id] ?? []).sorted { $0.key < $1.key })
        }
    }
}
