import Contracts
import Kernel

extension LedgerState {
    /// The unit stands elsewhere in its warehouse, and what is on it with it: no goods move, for they
    /// are where they were, on the unit.
    func stand(
        _ load: HandlingLoad,
        in place: StockLocation,
        of step: HandlingStep,
        by actor: Actor
    ) -> Decision {
        var decision = Decision()
        let path = place.path + [load.place.id]
        decision.places = load.parts.map { part in
            part.place.standing(at: load.path(of: part, below: path), isActive: true)
        }
        var unit = load.unit
        unit.become(.open)
        decision.handlingUnits = [
            self.change(unit, .moved, of: step, from: load.parent, to: place.id, nil, by: actor)
        ]
        return decision
    }

    /// The unit comes to another warehouse, where it is another place, with all that is on it.
    func carry(
        _ load: HandlingLoad,
        to place: StockLocation,
        of step: HandlingStep,
        by instruction: Instruction,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) -> Decision {
        try self.requireMovable(load)
        guard let warehouse = place.warehouse, let root = self.locations[warehouse] else {
            throw .wrongKindOfLocation(.id(place.id), place.kind, line: nil)
        }
        var arrived: [ID<Location>: StockLocation] = [:]
        for part in load.parts {
            let outer = arrived[part.place.parent]?.path ?? place.path
            let known = part.unit.places[warehouse]
            let id = known ?? self.identifier(using: &generator)
            arrived[part.place.id] = StockLocation(
                id: id,
                code: known.flatMap { self.locations[$0]?.code } ?? part.unit.code(in: root),
                kind: .unit,
                warehouse: warehouse,
                path: outer + [id],
                unitCode: part.unit.code
            )
        }
        var draft = Draft(of: .transfer, in: self, with: instruction.authority)
        try draft.moveGoods(of: load, using: &generator) { part in
            arrived[part.place.id] ?? place
        }
        var decision = try self.decision(of: draft, of: step, by: instruction)
        for part in load.parts {
            guard let new = arrived[part.place.id] else { continue }
            decision.places += [
                // Out of the way of those who move bins.
                part.place.standing(
                    at: Array(part.place.path.prefix(1)) + [part.place.id],
                    isActive: false,
                    isLeft: true
                ),
                new,
            ]
            var unit = part.unit
            unit.come(to: new.id, in: warehouse)
            unit.become(.open)
            decision.handlingUnits.append(
                self.change(
                    unit,
                    unit.id == load.unit.id ? .moved : .carried,
                    of: step,
                    from: part.place.parent,
                    to: new.parent,
                    decision.entry?.id,
                    by: instruction.actor
                )
            )
        }
        return decision
    }

    /// All that is on the unit, and on those that stand on it, goes elsewhere; they stay.
    func unpack(
        _ load: HandlingLoad,
        to place: StockLocation,
        of step: HandlingStep,
        by instruction: Instruction,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) -> Decision {
        try self.requireMovable(load)
        var draft = Draft(of: .transfer, in: self, with: instruction.authority)
        try draft.moveGoods(of: load, using: &generator) { _ in place }
        guard !draft.movements.isEmpty else { throw .handlingUnitEmpty(load.unit) }
        var decision = try self.decision(of: draft, of: step, by: instruction)
        let emptied = Set(draft.movements.map(\.from))
        for part in load.parts where emptied.contains(part.place.id) || part.unit == load.unit {
            var unit = part.unit
            unit.become(.open)
            decision.handlingUnits.append(
                self.change(
                    unit,
                    .unpacked,
                    of: step,
                    from: part.place.parent,
                    to: part.place.parent,
                    decision.entry?.id,
                    by: instruction.actor
                )
            )
        }
        return decision
    }

    /// The unit leaves with all that is on it, and whatever it stood on stays.
    func ship(
        _ load: HandlingLoad,
        of step: HandlingStep,
        by instruction: Instruction,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) -> Decision {
        try self.requireMovable(load)
        let customer = try self.location(of: .customer)
        var draft = Draft(of: .sale, in: self, with: instruction.authority)
        try draft.moveGoods(of: load, using: &generator) { _ in customer }
        guard !draft.movements.isEmpty else { throw .handlingUnitEmpty(load.unit) }
        var decision = try self.decision(of: draft, of: step, by: instruction)
        self.end(load, as: .shipped, .shipped, of: step, by: instruction.actor, in: &decision)
        return decision
    }

    /// The unit is not used any more.
    func close(
        _ load: HandlingLoad,
        of step: HandlingStep,
        by actor: Actor
    ) throws(LedgerRefusal) -> Decision {
        guard load.parts.count == 1, !self.overloadedUnits.contains(load.unit.id),
            load.goods(in: self).allSatisfy({ $0.balances.isEmpty })
        else {
            throw .handlingUnitNotEmpty(load.unit)
        }
        try self.requireMovable(load)
        var decision = Decision()
        self.end(load, as: .closed, .closed, of: step, by: actor, in: &decision)
        return decision
    }
}
