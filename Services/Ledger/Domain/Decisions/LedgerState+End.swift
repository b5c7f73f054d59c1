import Contracts
import Kernel

extension LedgerState {
    /// Gives promised stock back, all of it or some.
    func decide(
        _ release: Release,
        with authority: Authority
    ) throws(LedgerRefusal) -> Decision {
        guard release.lines.count <= Posting.maximumLines else {
            throw .tooManyLines(count: release.lines.count)
        }
        var draft = Draft(of: .ship, in: self, with: authority)
        draft.reservation = try self.pendingReservation(release.reservation, with: authority)
        draft.reservation?.explain(release.reason)
        if release.lines.isEmpty { try draft.releaseRest() }
        for (index, line) in release.lines.enumerated() {
            _ = try draft.redeem(line.quantity, line: line.number, as: .released, at: index)
        }
        draft.settleReservation(endingAs: .released)
        return try draft.decision(entering: nil)
    }

    /// Gives back what is still promised when the time of a reservation is over.
    func expire(_ id: ID<Reservation>) throws(LedgerRefusal) -> Decision {
        var draft = Draft(of: .ship, in: self, with: Authority())
        let reservation = try self.pendingReservation(id, with: Authority())
        guard reservation.isOver(at: self.now) else { throw .reservationNotOver(id) }
        draft.reservation = reservation
        try draft.releaseRest()
        draft.settleReservation(endingAs: .expired)
        return try draft.decision(entering: nil)
    }

    func pendingReservation(
        _ id: ID<Reservation>,
        with authority: Authority
    ) throws(LedgerRefusal) -> StockReservation {
        guard let reservation = self.reservations[id] else { throw .unknownReservation(id) }
        if let warehouse = self.locations[reservation.warehouse], !authority.covers(warehouse) {
            throw .outsideAuthority(.id(warehouse.id), warehouse: warehouse.id)
        }
        guard reservation.state == .pending else {
            throw .reservationEnded(id, reservation.state)
        }
        return reservation
    }
}
