import Contracts
import Kernel

extension LedgerState {
    /// Puts together what a draft moved; an entry where it moved anything.
    func decision(
        of draft: Draft,
        of step: HandlingStep,
        by instruction: Instruction
    ) throws(LedgerRefusal) -> Decision {
        let time = try self.time(of: step.about, with: instruction.authority)
        guard !draft.movements.isEmpty else { return try draft.decision(entering: nil) }
        return try draft.decision(
            entering: PostedEntry(
                id: step.entry,
                kind: draft.kind,
                effectiveAt: time.effectiveAt,
                occurredAt: time.occurredAt,
                recordedAt: self.now,
                about: step.about,
                actor: instruction.actor,
                batch: instruction.batch,
                movements: draft.movements
            )
        )
    }

    /// Ends a unit and those that stand on it; it stands in its warehouse from then on, out of the way of
    /// those who move bins, and on no other unit any more.
    func end(
        _ load: HandlingLoad,
        as status: HandlingUnitStatus,
        _ action: HandlingUnitAction,
        of step: HandlingStep,
        by actor: Actor,
        in decision: inout Decision
    ) {
        let path = Array(load.place.path.prefix(1)) + [load.place.id]
        let stoodIn = self.ground(of: load.place)
        for part in load.parts {
            let place = part.place.standing(
                at: load.path(of: part, below: path),
                isActive: false
            )
            var unit = part.unit
            unit.end(status, stoodIn: unit.id == load.unit.id ? stoodIn : nil)
            decision.places.append(place)
            decision.handlingUnits.append(
                self.change(
                    unit,
                    action,
                    of: step,
                    from: part.place.parent,
                    to: place.parent,
                    decision.entry?.id,
                    by: actor
                )
            )
        }
    }

    /// What a place stands on that is no handling unit: a bin, a warehouse.
    private func ground(of place: StockLocation) -> ID<Location>? {
        place.path.prefix { self.locations[$0]?.kind != .unit }.last
    }

    /// The company's one location of a virtual kind.
    func location(of kind: LocationKind) throws(LedgerRefusal) -> StockLocation {
        guard let location = self.location(.virtual(kind)) else {
            throw .unknownLocation(.virtual(kind), line: nil)
        }
        return location
    }

    func change(
        _ unit: StockHandlingUnit,
        _ action: HandlingUnitAction,
        of step: HandlingStep,
        from: ID<Location>,
        to: ID<Location>,
        _ entry: ID<Entry>?,
        by actor: Actor
    ) -> HandlingUnitChange {
        HandlingUnitChange(
            unit: unit,
            action: action,
            from: from,
            to: to,
            entry: entry,
            note: step.about.note,
            actor: actor
        )
    }
}
