import Contracts
import Kernel

extension Draft {
    /// What becomes of a part of a promise.
    enum Fate {
        case consumed
        case released
    }

    /// Takes a quantity out of one line of the reservation.
    ///
    /// - Parameters:
    ///   - number: The line of the reservation, from 1.
    ///   - index: The line of the command, for the refusal.
    /// - Returns: The variant of that line.
    mutating func redeem(
        _ quantity: Quantity,
        line number: Int,
        as fate: Fate,
        at index: Int
    ) throws(LedgerRefusal) -> ID<Variant>? {
        guard quantity.isPositive else { throw .quantityNotPositive(line: index) }
        guard var reservation = self.reservation else { return nil }
        guard reservation.lines.indices.contains(number - 1) else {
            throw .notReserved(line: index, open: .zero)
        }
        let line = reservation.lines[number - 1]
        // What waits is given up before what is promised.
        let waiting = fate == .released ? min(quantity, line.backordered) : .zero
        let promised = quantity - waiting
        guard promised <= line.open else {
            throw .notReserved(line: index, open: line.open + waiting)
        }
        reservation.withdraw(waiting, line: number - 1)
        switch fate {
        case .consumed: reservation.consume(promised, line: number - 1)
        case .released: reservation.release(promised, line: number - 1)
        }
        self.reservation = reservation
        guard promised.isPositive else { return line.variant }
        self.redeem(
            promised,
            of: Availability.Key(variant: line.variant, warehouse: reservation.warehouse),
            isLast: reservation.open(line.variant) == .zero
        )
        return line.variant
    }

    /// Gives up all that is still open or waits.
    mutating func releaseRest() throws(LedgerRefusal) {
        for (index, line) in (self.reservation?.lines ?? []).enumerated() {
            let rest = line.open + line.backordered
            guard rest.isPositive else { continue }
            _ = try self.redeem(rest, line: index + 1, as: .released, at: index)
        }
    }

    /// Gives what comes back to the promise that it was taken from, while that can be kept; later, and
    /// where it is of a lot that must not be sold any more, it counts as given up.
    ///
    /// - Parameter number: The line of the reservation, from 1.
    mutating func giveBack(_ quantity: Quantity, of lot: ID<Lot>?, line number: Int) {
        guard var reservation = self.reservation,
            reservation.lines.indices.contains(number - 1)
        else { return }
        let variant = reservation.lines[number - 1].variant
        if reservation.mayHoldAgain(at: self.state.now), !self.isWithheld(lot) {
            let isFirst = reservation.open(variant) == .zero
            reservation.restore(quantity, line: number - 1)
            self.restore(
                quantity,
                of: Availability.Key(variant: variant, warehouse: reservation.warehouse),
                isFirst: isFirst
            )
        } else {
            reservation.forgo(quantity, line: number - 1)
        }
        self.reservation = reservation
    }

    /// Settles the reservation after all has been given back: one of which nothing was taken in the
    /// end has expired, or was released before its time was over.
    mutating func settleGivenBack() {
        guard let reservation = self.reservation else { return }
        let isIdle = reservation.state == .consumed && !reservation.isConsumed
        let isOver = reservation.isOver(at: self.state.now)
        self.settleReservation(
            endingAs: isIdle ? isOver ? .expired : .released : reservation.state
        )
    }

    /// Settles the reservation after all of its lines are done.
    mutating func settleReservation(endingAs state: ReservationState) {
        self.reservation?.settle(endingAs: state)
    }
}
