import Contracts
import Kernel

extension LedgerState {
    /// Does something with a handling unit and all that is on it.
    func decide(
        _ step: HandlingStep,
        of instruction: Instruction,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) -> Decision {
        try self.requireNew(step.entry, step.about.reference) { _ in false }
        let load = try self.load(of: step, in: instruction.authority)
        switch step.way {
        case .move(let name):
            let place = try self.end(of: load, at: name, in: instruction.authority)
            guard LocationKind.unit.mayStand(in: place.kind) else {
                throw .wrongKindOfLocation(name, place.kind, line: nil)
            }
            guard place.id != load.parent else { throw .sameLocation(line: 0) }
            guard place.path.count + load.height <= StockLocation.maximumDepth else {
                throw .handlingUnitTooDeep(name)
            }
            guard place.warehouse != load.place.warehouse else {
                return self.stand(load, in: place, of: step, by: instruction.actor)
            }
            return try self.carry(load, to: place, of: step, by: instruction, using: &generator)
        case .unpack(let name):
            let place = try self.end(of: load, at: name, in: instruction.authority)
            return try self.unpack(load, to: place, of: step, by: instruction, using: &generator)
        case .ship:
            return try self.ship(load, of: step, by: instruction, using: &generator)
        case .close:
            return try self.close(load, of: step, by: instruction.actor)
        }
    }

    /// The unit with all that stands on it, where it may be touched.
    private func load(
        of step: HandlingStep,
        in authority: Authority
    ) throws(LedgerRefusal) -> HandlingLoad {
        guard let unit = self.handlingUnits[step.unit], let place = self.locations[unit.place]
        else { throw .unknownHandlingUnit(step.unit) }
        guard authority.covers(place) else {
            throw .outsideAuthority(.id(place.id), warehouse: place.warehouse)
        }
        if let versions = step.versions, !versions.contains(unit.version) {
            throw .handlingUnitChanged(version: unit.version)
        }
        guard unit.status == .open else { throw .handlingUnitEnded(unit) }
        let load = HandlingLoad(of: unit, at: place, in: self)
        guard load.parts.count <= StockHandlingUnit.maximumNested else {
            throw .tooManyHandlingUnits
        }
        return load
    }

    /// Where a unit or its goods go.
    private func end(
        of load: HandlingLoad,
        at name: LocationName,
        in authority: Authority
    ) throws(LedgerRefusal) -> StockLocation {
        let place = try self.end(name, in: nil, at: nil)
        guard authority.covers(place) else {
            throw .outsideAuthority(name, warehouse: place.warehouse)
        }
        guard place.isActive else { throw .locationClosed(name, line: nil) }
        guard !place.path.contains(load.place.id) else { throw .handlingUnitInItself(name) }
        return place
    }

    /// Opens units to which goods have come back, with all that left together with them.
    func reopen(
        _ places: Set<ID<Location>>,
        by instruction: Instruction,
        in decision: inout Decision
    ) {
        guard !places.isEmpty else { return }
        let ended = self.handlingUnits.values.filter { $0.status != .open }
        let endedPlaces = Set(ended.map(\.place))
        let outermost = Set(
            places.compactMap { place in
                self.locations[place]?.path.first(where: endedPlaces.contains)
            }
        )
        let units = ended.filter { unit in
            self.locations[unit.place]?.path.contains(where: outermost.contains) ?? false
        }.sorted { $0.id < $1.id }
        for unit in units {
            guard let place = self.locations[unit.place] else { continue }
            var unit = unit
            unit.become(.open)
            decision.places.append(place.standing(at: place.path, isActive: true))
            decision.handlingUnits.append(
                HandlingUnitChange(
                    unit: unit,
                    action: .reopened,
                    from: place.parent,
                    to: place.parent,
                    entry: decision.entry?.id,
                    note: nil,
                    actor: instruction.actor
                )
            )
        }
    }
}

extension StockLocation {
    /// What a part of a warehouse stands in; a warehouse stands in itself.
    var parent: ID<Location> { self.path.dropLast().last ?? self.id }
}
