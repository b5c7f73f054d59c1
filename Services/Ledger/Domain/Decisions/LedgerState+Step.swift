import Contracts
import Kernel

extension LedgerState {
    /// Lets goods of a transfer order leave, arrive or be lost.
    func decide(
        _ step: TransferStep,
        of instruction: Instruction,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) -> Decision {
        let about = step.about
        try self.requireNew(step.entry, about.reference) { entry in
            entry.transfer == step.order && entry.kind == step.way.kind
        }
        let time = try self.time(of: about, with: instruction.authority)
        let transfer = try self.transfer(step.order)
        try self.requireEnd(of: transfer, for: step.way, in: instruction.authority)
        let lines = step.lines.isEmpty ? transfer.everything(for: step.way) : step.lines
        guard !lines.isEmpty else { throw .transferEnded(transfer.id, transfer.state) }
        try self.requireLines(lines.count)

        var draft = Draft(
            of: step.way.kind,
            in: self,
            with: instruction.authority,
            lines: lines.count
        )
        draft.order = transfer
        for (index, line) in lines.enumerated() {
            guard line.quantity.isPositive else { throw .quantityNotPositive(line: index) }
            switch step.way {
            case .dispatch:
                try draft.dispatch(line, of: step, at: index, using: &generator)
            case .receive, .lose:
                try draft.unload(line, of: step, at: index, using: &generator)
            }
        }
        draft.order?.settle()
        return try draft.decision(
            entering: PostedEntry(
                id: step.entry,
                kind: step.way.kind,
                effectiveAt: time.effectiveAt,
                occurredAt: time.occurredAt,
                recordedAt: self.now,
                about: about,
                actor: instruction.actor,
                transfer: transfer.id,
                batch: instruction.batch,
                movements: draft.movements
            )
        )
    }

    /// Who dispatches works where the goods are, and who receives or misses them where they go.
    private func requireEnd(
        of transfer: StockTransfer,
        for way: TransferStep.Way,
        in authority: Authority
    ) throws(LedgerRefusal) {
        try self.require(way == .dispatch ? transfer.from : transfer.to, in: authority)
    }

    /// Undoing a step is the work of those whose step it was.
    func requireEnds(
        of transfer: StockTransfer,
        movedBy entry: PostedEntry,
        in authority: Authority
    ) throws(LedgerRefusal) {
        for movement in entry.movements {
            let isDispatch = self.locations[movement.to]?.kind == .transit
            try self.require(isDispatch ? transfer.from : transfer.to, in: authority)
        }
    }

    private func require(
        _ id: ID<Location>,
        in authority: Authority
    ) throws(LedgerRefusal) {
        guard let warehouse = self.locations[id] else {
            throw .unknownLocation(.id(id), line: nil)
        }
        guard authority.covers(warehouse) else {
            throw .outsideAuthority(.id(id), warehouse: id)
        }
    }
}
