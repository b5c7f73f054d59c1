import Contracts
import Kernel

extension Draft {
    /// Takes goods of one line of the order from their place to the road.
    mutating func dispatch(
        _ line: DocumentPart,
        of step: TransferStep,
        at index: Int,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) {
        let (order, ordered) = try self.line(
            line.number,
            at: index,
            orElse: LedgerRefusal.notOrdered
        )
        guard line.quantity <= ordered.open else {
            throw .notOrdered(line: index, left: ordered.open)
        }
        if let wanted = ordered.lot, let name = line.lot,
            self.state.lot(name, of: ordered.variant)?.id != wanted
        {
            throw .unknownLot(name, line: index)
        }
        let place = line.location ?? step.location ?? .id(ordered.from)
        let from = try self.state.end(place, in: order.from, at: index)
        let first = self.movements.count
        try self.move(
            Posting.Line(
                number: line.number,
                variant: .id(ordered.variant),
                lot: line.lot ?? ordered.lot.map(LotName.id),
                serials: line.serials,
                quantity: line.quantity,
                from: .id(from.id),
                isAnywhere: step.isAnywhere,
                to: .virtual(.transit)
            ),
            at: index,
            using: &generator
        )
        for movement in self.movements[first...] {
            self.order?.change(line: line.number) { ordered in
                ordered.dispatch(movement.quantity, of: movement.item)
            }
        }
    }

    /// Takes goods of one line of the order off the road: to where they go, or out of the book.
    mutating func unload(
        _ line: DocumentPart,
        of step: TransferStep,
        at index: Int,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) {
        let (order, ordered) = try self.line(
            line.number,
            at: index,
            orElse: LedgerRefusal.notInTransit
        )
        let road = try self.location(.virtual(.transit), at: index)
        let to: StockLocation
        if case .lose(let reason) = step.way {
            to = try self.location(.virtual(reason.counterpart), at: index)
        } else {
            let place = line.location ?? step.location ?? .id(ordered.to)
            to = try self.state.end(place, in: order.to, at: index)
            guard to.isActive else { throw .locationClosed(place, line: index) }
        }
        for (item, quantity) in try self.items(line, of: ordered, at: index) {
            if let id = item.serial {
                guard let serial = self.state.serial(id).map({ self.serials[$0.key] ?? $0 }),
                    serial.mayLeave(road)
                else { throw .serialUnavailable(id.description, line: index) }
                self.place(serial, at: to)
            }
            let parcel = Parcel(
                lineNumber: line.number,
                variant: ordered.variant,
                lot: item.lot,
                serial: item.serial,
                quantity: quantity
            )
            try self.transfer(parcel, from: road, to: to, at: index, using: &generator)
            self.order?.change(line: line.number) { ordered in
                if step.way == .receive {
                    ordered.receive(quantity, of: item)
                } else {
                    ordered.lose(quantity, of: item)
                }
            }
        }
    }

    /// Corrects the line of an order of which a movement is undone, or some of it.
    mutating func takeBack(_ piece: Remainder.Piece) throws(LedgerRefusal) {
        let movement = piece.movement
        guard let order = self.order, order.lines.indices.contains(movement.line - 1) else {
            return
        }
        let (item, quantity) = (movement.item, piece.quantity)
        let road = try self.location(.virtual(.transit), at: piece.index)
        if movement.to == road.id {
            let left = order.lines[movement.line - 1].load[item] ?? .zero
            guard quantity <= left else { throw .notInTransit(line: piece.index, left: left) }
            self.order?.change(line: movement.line) { $0.dispatch(-quantity, of: item) }
        } else if self.state.locations[movement.to]?.kind.isPhysical == true {
            self.order?.change(line: movement.line) { $0.receive(-quantity, of: item) }
        } else {
            self.order?.change(line: movement.line) { $0.lose(-quantity, of: item) }
        }
    }

    private func line(
        _ number: Int,
        at index: Int,
        orElse refusal: (Int, Quantity) -> LedgerRefusal
    ) throws(LedgerRefusal) -> (StockTransfer, TransferLine) {
        guard let order = self.order, order.lines.indices.contains(number - 1) else {
            throw refusal(index, .zero)
        }
        return (order, order.lines[number - 1])
    }
}

extension PostedMovement {
    fileprivate var item: TransferItem { TransferItem(lot: self.lot, serial: self.serial) }
}
