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
        return HandlingLoad(of: unit, at: place, in: self)
    }

    /// - Throws: Where all that is on a unit cannot be moved with it, or nobody knows what that is.
    func requireMovable(_ load: HandlingLoad) throws(LedgerRefusal) {
        guard load.parts.count - 1 <= StockHandlingUnit.maximumNested else {
            throw .tooManyHandlingUnits
        }
        guard !self.overloadedUnits.contains(load.unit.id) else { throw .tooManyMovements }
        if let part = load.parts.first(where: { self.countedPlaces.contains($0.place.id) }) {
            throw .handlingUnitCounted(part.unit)
        }
        guard let stray = load.stray(in: self) else { return }
        let sku = self.variants[stray.piece.key.variant]?.sku ?? stray.piece.key.number
        throw .handlingUnitInDoubt(stray.part.unit, sku: sku)
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
}

extension StockLocation {
    /// What a part of a warehouse stands in; a warehouse stands in itself.
    var parent: ID<Location> { self.path.dropLast().last ?? self.id }
}
