import Contracts
import Kernel
import LedgerDomain

/// Who stands where, and what is on what: a plain picture of units, beside the ledger's.
struct HandlingModel {
    /// Where something can be.
    enum Spot: Hashable {
        case place(ID<Location>)
        case unit(ID<HandlingUnit>)
    }

    struct Good: Hashable {
        let variant: ID<Variant>
        let lot: ID<Lot>?
    }

    /// Goods that left with a stack, and may come back.
    struct Shipment {
        let root: ID<HandlingUnit>
        /// Where it stood, if not on another unit.
        let ground: Spot
        let units: [ID<HandlingUnit>]
        let goods: [Spot: [Good: Quantity]]
    }

    /// The warehouse of each place.
    let warehouses: [ID<Location>: ID<Location>]
    private(set) var parents: [ID<HandlingUnit>: Spot] = [:]
    private(set) var ended: Set<ID<HandlingUnit>> = []
    private(set) var goods: [Spot: [Good: Quantity]] = [:]
    private(set) var shipments: [ID<Entry>: Shipment] = [:]

    init(warehouses: [ID<Location>: ID<Location>]) {
        self.warehouses = warehouses
    }

    mutating func add(_ unit: ID<HandlingUnit>, in spot: Spot) { self.parents[unit] = spot }

    func isOpen(_ spot: Spot) -> Bool {
        guard case .unit(let unit) = spot else { return true }
        return !self.ended.contains(unit)
    }

    /// The unit with all that stand on it.
    func stack(on unit: ID<HandlingUnit>) -> [ID<HandlingUnit>] {
        [unit]
            + self.parents.filter { $0.value == .unit(unit) }.keys.sorted()
            .flatMap { self.stack(on: $0) }
    }

    func isEmpty(_ units: [ID<HandlingUnit>]) -> Bool {
        units.allSatisfy { (self.goods[.unit($0)] ?? [:]).isEmpty }
    }

    /// What a spot stands on that is no unit.
    func ground(of spot: Spot) -> Spot {
        guard case .unit(let unit) = spot, let parent = self.parents[unit] else { return spot }
        return self.ground(of: parent)
    }

    mutating func put(_ quantity: Quantity, of good: Good, on spot: Spot) {
        let sum = self.goods[spot]?[good, default: .zero] ?? .zero
        self.goods[spot, default: [:]][good] = sum + quantity == .zero ? nil : sum + quantity
    }

    /// Whether a unit, or what is on it, may go somewhere.
    func mayGo(_ unit: ID<HandlingUnit>, to spot: Spot) -> Bool {
        guard !self.ended.contains(unit), self.isOpen(spot) else { return false }
        guard case .unit(let other) = spot else { return true }
        return !self.stack(on: unit).contains(other)
    }

    mutating func move(_ unit: ID<HandlingUnit>, to spot: Spot) { self.parents[unit] = spot }

    mutating func unpack(_ unit: ID<HandlingUnit>, to spot: Spot) {
        for part in self.stack(on: unit) {
            for (good, quantity) in self.goods.removeValue(forKey: .unit(part)) ?? [:] {
                self.put(quantity, of: good, on: spot)
            }
        }
    }

    mutating func ship(_ unit: ID<HandlingUnit>, by entry: ID<Entry>) {
        let units = self.stack(on: unit)
        self.shipments[entry] = Shipment(
            root: unit,
            ground: self.ground(of: .unit(unit)),
            units: units,
            goods: self.goods.filter { spot, _ in units.contains { spot == .unit($0) } }
        )
        for part in units {
            self.goods[.unit(part)] = nil
            self.ended.insert(part)
        }
        self.leave(unit)
    }

    /// What is not in use stands in its warehouse, and nowhere in it.
    private mutating func leave(_ unit: ID<HandlingUnit>) {
        guard case .place(let place) = self.ground(of: .unit(unit)) else { return }
        self.parents[unit] = .place(self.warehouses[place] ?? place)
    }

    mutating func close(_ unit: ID<HandlingUnit>) {
        self.ended.insert(unit)
        self.leave(unit)
    }

    mutating func undo(_ entry: ID<Entry>) {
        guard let shipment = self.shipments.removeValue(forKey: entry) else { return }
        self.ended.subtract(shipment.units)
        self.parents[shipment.root] = shipment.ground
        self.goods.merge(shipment.goods) { $1 }
    }
}
