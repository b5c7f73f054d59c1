import Contracts
import Kernel

extension LedgerState {
    /// Enters goods that moved.
    func decide(
        _ posting: Posting,
        of instruction: Instruction,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) -> Decision {
        try self.requireLines(posting.lines.count)
        try self.requireNew(posting.id, posting.about.reference) { entry in
            entry.kind == posting.kind && self.totals(of: entry) == self.totals(of: posting)
        }
        // What was there at another time is seen by a count.
        guard posting.about.effectiveAt == nil || !posting.setsLevels else { throw .levelOfThePast }
        let time = try self.time(of: posting.about, with: instruction.authority)

        var draft = Draft(
            of: posting.kind,
            in: self,
            with: instruction.authority,
            lines: posting.lines.count
        )
        for (index, line) in posting.lines.enumerated() {
            if let target = line.target {
                try draft.set(line, to: target, at: index, using: &generator)
            } else {
                try draft.move(line, at: index, using: &generator)
            }
        }
        guard !draft.movements.isEmpty else { throw .nothingMoves }
        if posting.kind.isTwoSided { try self.requireBothSides(draft.movements) }
        return try draft.decision(
            entering: PostedEntry(
                id: posting.id,
                kind: posting.kind,
                effectiveAt: time.effectiveAt,
                occurredAt: time.occurredAt,
                recordedAt: self.now,
                about: posting.about,
                actor: instruction.actor,
                batch: instruction.batch,
                movements: draft.movements
            )
        )
    }

    /// Something goes into a production, and something comes out of it.
    private func requireBothSides(_ movements: [PostedMovement]) throws(LedgerRefusal) {
        let outside = self.virtualLocations[.production]
        guard movements.contains(where: { $0.to == outside }),
            movements.contains(where: { $0.from == outside })
        else { throw .oneSided }
    }

    /// What an entry moved, whatever lots it chose: the content by which duplicates are compared.
    private func totals(of entry: PostedEntry) -> [Path: Quantity] {
        entry.movements.reduce(into: [:]) { totals, movement in
            let path = Path(variant: movement.variant, from: movement.from, to: movement.to)
            totals[path] = totals[path, default: .zero].addingClamped(movement.quantity)
        }
    }

    private func totals(of posting: Posting) -> [Path: Quantity] {
        posting.lines.reduce(into: [:]) { totals, line in
            let path = Path(
                variant: self.variant(line.variant)?.id,
                from: self.location(line.from)?.id,
                to: self.location(line.to)?.id
            )
            totals[path] = self.baseUnits(of: line.variant, line.quantity).flatMap {
                totals[path, default: .zero].adding($0)
            }
        }
    }
}

/// From where to where something went.
private struct Path: Hashable {
    let variant: ID<Variant>?
    let from: ID<Location>?
    let to: ID<Location>?
}
