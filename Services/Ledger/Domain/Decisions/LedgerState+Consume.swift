import Contracts
import Kernel

extension LedgerState {
    /// Takes promised goods out of the warehouse; what is left of the promise stays pending.
    func decide(
        _ consumption: Consumption,
        of instruction: Instruction,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) -> Decision {
        let about = consumption.about
        try self.requireNew(consumption.entry, about.reference) { entry in
            entry.reservation == consumption.reservation
        }
        let time = try self.time(of: about, with: instruction.authority)
        let reservation = try self.pendingReservation(
            consumption.reservation,
            with: instruction.authority
        )
        // The sweeper may be a moment late; the promise is over all the same.
        guard !reservation.isOver(at: self.now) else {
            throw .reservationEnded(reservation.id, .expired)
        }
        let lines = consumption.lines.isEmpty ? reservation.everything : consumption.lines
        try self.requireLines(lines.count)

        var draft = Draft(of: .ship, in: self, with: instruction.authority)
        draft.reservation = reservation
        for (index, line) in lines.enumerated() {
            let from = line.location ?? consumption.location ?? .id(reservation.warehouse)
            try self.requireInside(reservation.warehouse, from, at: index)
            guard
                let variant = try draft.redeem(
                    line.quantity,
                    line: line.number,
                    as: .consumed,
                    at: index
                )
            else { continue }
            try draft.move(
                line.posting(of: variant, from: from, isAnywhere: consumption.isAnywhere),
                at: index,
                using: &generator
            )
        }
        if consumption.isFinal { try draft.releaseRest() }
        draft.settleReservation(endingAs: .consumed)
        return try draft.decision(
            entering: PostedEntry(
                id: consumption.entry,
                kind: .ship,
                effectiveAt: time.effectiveAt,
                occurredAt: time.occurredAt,
                recordedAt: self.now,
                about: about,
                actor: instruction.actor,
                reservation: reservation.id,
                batch: instruction.batch,
                movements: draft.movements
            )
        )
    }

    /// A promise of one warehouse cannot be redeemed in another.
    private func requireInside(
        _ warehouse: ID<Location>,
        _ name: LocationName,
        at index: Int
    ) throws(LedgerRefusal) {
        guard let location = self.location(name) else {
            throw .unknownLocation(name, line: index)
        }
        guard location.warehouse == warehouse else {
            throw .outsideReservation(name, line: index)
        }
    }
}

extension StockReservation {
    /// Consumption of all that is open.
    fileprivate var everything: [DocumentPart] {
        self.lines.enumerated().filter(\.element.open.isPositive).map { index, line in
            DocumentPart(number: index + 1, quantity: line.open)
        }
    }
}

extension DocumentPart {
    fileprivate func posting(
        of variant: ID<Variant>,
        from: LocationName,
        isAnywhere: Bool
    ) -> Posting.Line {
        Posting.Line(
            number: self.number,
            variant: .id(variant),
            lot: self.lot,
            serials: self.serials,
            quantity: self.quantity,
            from: from,
            isAnywhere: isAnywhere,
            to: .virtual(.customer)
        )
    }
}
