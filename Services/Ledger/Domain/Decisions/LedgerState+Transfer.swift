import Contracts
import Kernel

extension LedgerState {
    /// Makes a transfer order; nothing moves, and nothing is promised.
    func decide(
        _ request: TransferRequest,
        of instruction: Instruction
    ) throws(LedgerRefusal) -> Decision {
        try self.requireLines(request.lines.count)
        guard self.transfers[request.id] == nil else { throw .transferExists(request.id) }
        if let reference = request.reference, let earlier = self.transfersByReference[reference] {
            throw .alreadyOrdered(reference, transfer: earlier)
        }
        let from = try self.end(request.from, in: nil, at: nil)
        let to = try self.end(request.to, in: nil, at: nil)
        try self.requireEither(from, to, in: instruction.authority)
        var lines: [TransferLine] = []
        for (index, line) in request.lines.enumerated() {
            lines.append(try self.line(line, of: request, from: from, to: to, at: index))
        }
        var decision = Decision()
        decision.firstUses = lines.reduce(into: []) { uses, line in
            guard self.variants[line.variant]?.isUsed == false, !uses.contains(line.variant)
            else { return }
            uses.append(line.variant)
        }
        decision.transfer = StockTransfer(
            id: request.id,
            from: from.warehouse ?? from.id,
            to: to.warehouse ?? to.id,
            reference: request.reference,
            note: request.note,
            actor: instruction.actor,
            createdAt: self.now,
            lines: lines
        )
        return decision
    }

    private func line(
        _ line: TransferRequest.Line,
        of request: TransferRequest,
        from: StockLocation,
        to: StockLocation,
        at index: Int
    ) throws(LedgerRefusal) -> TransferLine {
        guard line.quantity.isPositive else { throw .quantityNotPositive(line: index) }
        guard let variant = self.variant(line.variant) else {
            throw .unknownVariant(line.variant, line: index)
        }
        guard let quantity = self.baseUnits(of: line.variant, line.quantity),
            quantity <= .largestLine
        else { throw .quantityOutOfRange(line: index) }
        var lot: ID<Lot>?
        if let name = line.lot {
            guard variant.tracking.mode != .none else { throw .lotNotTracked(line: index) }
            guard let known = self.lot(name, of: variant.id) else {
                throw .unknownLot(name, line: index)
            }
            lot = known.id
        }
        let start = try line.from.map { name throws(LedgerRefusal) in
            try self.end(name, in: from.warehouse, at: index)
        }
        let end = try line.to.map { name throws(LedgerRefusal) in
            try self.end(name, in: to.warehouse, at: index)
        }
        let (first, last) = (start ?? from, end ?? to)
        guard first.id != last.id else { throw .sameLocation(line: index) }
        return TransferLine(
            variant: variant.id,
            lot: lot,
            from: first.id,
            to: last.id,
            ordered: quantity
        )
    }

    /// Gives up what has not left.
    func decide(
        _ cancellation: TransferCancellation,
        with authority: Authority
    ) throws(LedgerRefusal) -> Decision {
        var transfer = try self.transfer(cancellation.order)
        if let from = self.locations[transfer.from], let to = self.locations[transfer.to] {
            try self.requireEither(from, to, in: authority)
        }
        guard transfer.lines.contains(where: \.open.isPositive) else {
            throw .transferEnded(transfer.id, transfer.state)
        }
        transfer.cancel(because: cancellation.reason)
        var decision = Decision()
        decision.transfer = transfer
        return decision
    }

    func transfer(_ id: ID<TransferOrder>) throws(LedgerRefusal) -> StockTransfer {
        guard let transfer = self.transfers[id] else { throw .unknownTransfer(id) }
        return transfer
    }

    /// A place where goods of an order leave or arrive, in the warehouse if one is given.
    func end(
        _ name: LocationName,
        in warehouse: ID<Location>?,
        at index: Int?
    ) throws(LedgerRefusal) -> StockLocation {
        guard let location = self.location(name) else {
            throw .unknownLocation(name, line: index)
        }
        guard location.kind.isPhysical else {
            throw .wrongKindOfLocation(name, location.kind, line: index)
        }
        guard warehouse == nil || location.warehouse == warehouse else {
            throw .outsideTransfer(name, line: index)
        }
        return location
    }

    /// Whoever works at one end may ask for goods from the other, or send them there.
    private func requireEither(
        _ from: StockLocation,
        _ to: StockLocation,
        in authority: Authority
    ) throws(LedgerRefusal) {
        guard authority.covers(from) || authority.covers(to) else {
            throw .outsideAuthority(.id(from.id), warehouse: from.warehouse)
        }
    }
}
