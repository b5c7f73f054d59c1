import Contracts
import Kernel
import LedgerDomain

extension Company {
    /// Puts a new unit somewhere.
    mutating func unit(
        _ number: UInt64,
        in parent: ID<Location>,
        type: HandlingUnitType = .pallet
    ) -> ID<HandlingUnit> {
        let place = ID<Location>(head: 5, tail: number)
        let outer = self.state.location(.id(parent))
        let warehouse = outer?.warehouse ?? parent
        self.state.insert(
            StockLocation(
                id: place,
                code: "P\(number)",
                kind: .unit,
                warehouse: warehouse,
                path: (outer?.path ?? []) + [place],
                unitCode: "P\(number)"
            )
        )
        let unit = StockHandlingUnit(
            id: ID(head: 6, tail: number),
            code: "P\(number)",
            type: type,
            place: place,
            places: [warehouse: place],
            actor: Company.clerk,
            createdAt: Company.now
        )
        self.state.insert(unit)
        return unit.id
    }

    /// The place that a unit is now.
    func place(of unit: ID<HandlingUnit>) -> StockLocation {
        self.state.handlingUnit(unit).flatMap { self.state.location(.id($0.place)) }
            ?? Company.north
    }

    @discardableResult
    mutating func handle(
        _ way: HandlingStep.Way,
        _ unit: ID<HandlingUnit>,
        entry: ID<Entry> = .make(),
        warehouses: Set<ID<Location>>? = nil,
        versions: Set<Int64>? = nil
    ) throws(LedgerRefusal) -> Decision {
        try self.perform(
            .handle(HandlingStep(way, unit: unit, entry: entry, versions: versions)),
            warehouses: warehouses
        )
    }
}
