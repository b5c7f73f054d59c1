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

    /// A numbered piece that is on a unit, of which the book has nothing there: pieces were sold from it
    /// without their numbers.
    func stray(in state: LedgerState) -> (part: Part, piece: StockSerial)? {
        let parts = Dictionary(uniqueKeysWithValues: self.parts.map { ($0.place.id, $0) })
        return state.serials.values
            .filter { piece in
                let key = Balance.Key(
                    variant: piece.key.variant,
                    location: piece.location,
                    lot: piece.lot
                )
                return piece.isInStock && parts[piece.location] != nil
                    && state.balance(key).onHand == .zero
            }
            .min { $0.id < $1.id }
            .flatMap { piece in parts[piece.location].map { ($0, piece) } }
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
