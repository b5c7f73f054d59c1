import Contracts
import Kernel

extension LedgerState {
    /// Splits what is asked for into what is there and what waits.
    ///
    /// Lines that may not wait come first, and keep all that they ask for: whether that is there is
    /// judged with the promise.
    func allot(
        _ lines: [StockReservation.Line],
        mayWait: [Bool],
        in warehouse: ID<Location>
    ) -> [StockReservation.Line] {
        guard mayWait.contains(true) else { return lines }
        var left: [ID<Variant>: Quantity] = [:]
        for line in lines {
            let key = Availability.Key(variant: line.variant, warehouse: warehouse)
            left[line.variant] = max(.zero, self.availability(key).available)
        }
        for (line, mayWait) in zip(lines, mayWait) where !mayWait {
            let rest = left[line.variant, default: .zero].subtractingClamped(line.reserved)
            left[line.variant] = max(.zero, rest)
        }
        return zip(lines, mayWait).map { line, mayWait in
            guard mayWait else { return line }
            let promised = min(line.reserved, left[line.variant, default: .zero])
            left[line.variant, default: .zero] -= promised
            return StockReservation.Line(
                variant: line.variant,
                reserved: promised,
                backordered: line.reserved - promised,
                reference: line.reference
            )
        }
    }

    /// Promises what waits and is there by now, as far as it goes.
    func fill(_ id: ID<Reservation>) throws(LedgerRefusal) -> Decision {
        let reservation = try self.pendingReservation(id, with: Authority())
        guard !reservation.isOver(at: self.now) else {
            throw .reservationEnded(id, .expired)
        }
        var draft = Draft(of: .ship, in: self, with: Authority())
        draft.reservation = reservation
        for (index, line) in reservation.lines.enumerated() where line.backordered.isPositive {
            let key = Availability.Key(variant: line.variant, warehouse: reservation.warehouse)
            let quantity = min(line.backordered, draft.availability(key).available)
            guard quantity.isPositive else { continue }
            draft.restore(
                quantity,
                of: key,
                isFirst: draft.reservation?.open(line.variant) == .zero
            )
            draft.reservation?.promise(quantity, line: index)
        }
        guard draft.reservation != reservation else { throw .nothingToPromise(id) }
        draft.settleReservation(endingAs: .pending)
        return try draft.decision(entering: nil)
    }

    /// Gives a promise another end.
    func decide(
        _ request: ReservationExtension,
        with authority: Authority
    ) throws(LedgerRefusal) -> Decision {
        var reservation = try self.pendingReservation(request.reservation, with: authority)
        // The sweeper may be a moment late; the promise is over all the same.
        guard !reservation.isOver(at: self.now) else {
            throw .reservationEnded(reservation.id, .expired)
        }
        if let expiresAt = request.expiresAt, expiresAt <= self.now {
            throw .expiryInPast(expiresAt)
        }
        reservation.end(at: request.expiresAt)
        reservation.settle(endingAs: .pending)
        var decision = Decision()
        decision.reservation = reservation
        return decision
    }

    /// Sees to it that a document holds nothing, now and for ever.
    func decide(
        _ withdrawal: Withdrawal,
        of instruction: Instruction
    ) throws(LedgerRefusal) -> Decision {
        let warehouse = try self.warehouse(withdrawal.warehouse, with: instruction.authority)
        if let id = self.reservationsByReference[withdrawal.reference] {
            guard self.reservations[id]?.warehouse == warehouse else {
                throw .outsideReservation(withdrawal.warehouse, line: nil)
            }
            return try self.decide(
                Release(id, reason: withdrawal.reason),
                with: instruction.authority
            )
        }
        guard self.reservations[withdrawal.id] == nil else {
            throw .reservationExists(withdrawal.id)
        }
        var decision = Decision()
        decision.reservation = StockReservation(
            id: withdrawal.id,
            warehouse: warehouse,
            state: .released,
            reference: withdrawal.reference,
            releaseReason: withdrawal.reason,
            actor: instruction.actor,
            createdAt: self.now,
            lines: []
        )
        return decision
    }
}
