import Contracts
import Kernel

extension LedgerState {
    /// Undoes an entry, or some of it, by moving things back; the original stays as it is.
    func decide(
        _ reversal: Reversal,
        of instruction: Instruction,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) -> Decision {
        let original = self.entry(reversal.target)
        try self.requireNew(reversal.id, reversal.about.reference) { entry in
            entry.kind == .reverse && entry.reverses == original?.id
        }
        let time = try self.time(
            of: reversal.about,
            with: instruction.authority,
            isUndoing: true
        )
        guard let original else { throw .unknownEntry(reversal.target) }
        // What was seen was seen; another count says otherwise.
        guard ![.reverse, .count, .rule, .approve].contains(original.kind) else {
            throw .notReversible(original.id)
        }

        let undoings = self.reversals[original.id, default: [:]].values
        let last = undoings.max { $0.number < $1.number }
        var remainder = Remainder(of: original, after: undoings)
        if remainder.isEmpty, let last { throw .alreadyReversed(by: last.reversal) }
        let pieces = try self.pieces(of: reversal, from: &remainder)

        var draft = Draft(of: .reverse, in: self, with: instruction.authority, lines: pieces.count)
        draft.reservation = try self.reservation(of: original)
        if let id = original.transfer {
            let order = try self.transfer(id)
            try self.requireEnds(of: order, movedBy: original, in: instruction.authority)
            draft.order = order
        }
        for piece in pieces { try draft.moveBack(piece, using: &generator) }
        draft.settleGivenBack()
        draft.order?.settle()
        var decision = try draft.decision(
            entering: PostedEntry(
                id: reversal.id,
                kind: .reverse,
                effectiveAt: time.effectiveAt,
                occurredAt: time.occurredAt,
                recordedAt: self.now,
                about: reversal.about,
                actor: instruction.actor,
                reverses: original.id,
                part: ReversalPart(number: (last?.number ?? 0) + 1, isLast: remainder.isEmpty),
                transfer: original.transfer,
                batch: instruction.batch,
                movements: draft.movements
            )
        )
        try self.reopen(draft.reopened, by: instruction, in: &decision)
        return decision
    }

    private func pieces(
        of reversal: Reversal,
        from remainder: inout Remainder
    ) throws(LedgerRefusal) -> [Remainder.Piece] {
        guard !reversal.parts.isEmpty else { return remainder.takeAll() }
        try self.requireLines(reversal.parts.count)
        var pieces: [Remainder.Piece] = []
        for (index, part) in reversal.parts.enumerated() {
            pieces += try remainder.take(part, at: index, in: self)
        }
        return pieces
    }

    /// The promise that an entry took from.
    private func reservation(of entry: PostedEntry) throws(LedgerRefusal) -> StockReservation? {
        guard let id = entry.reservation else { return nil }
        guard let reservation = self.reservations[id] else { throw .unknownReservation(id) }
        return reservation
    }
}
