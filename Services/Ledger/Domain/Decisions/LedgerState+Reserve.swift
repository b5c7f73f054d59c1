import Contracts
import Kernel

extension LedgerState {
    /// Promises stock of one warehouse.
    func decide(
        _ request: ReservationRequest,
        of instruction: Instruction
    ) throws(LedgerRefusal) -> Decision {
        try self.requireLines(request.lines.count)
        guard self.reservations[request.id] == nil else { throw .reservationExists(request.id) }
        if let reference = request.reference,
            let earlier = self.reservationsByReference[reference]
        {
            // Withdrawn before it came.
            if self.reservations[earlier]?.lines.isEmpty == true {
                throw .reservationEnded(earlier, .released)
            }
            throw .alreadyReserved(reference, reservation: earlier)
        }
        if let expiresAt = request.expiresAt, expiresAt <= self.now {
            throw .expiryInPast(expiresAt)
        }
        let warehouse = try self.warehouse(request.warehouse, with: instruction.authority)
        let asked = try self.lines(of: request)
        let lines = self.allot(asked, mayWait: request.lines.map(\.mayWait), in: warehouse)

        var decision = Decision()
        decision.availabilities = try self.promise(lines, in: warehouse)
        decision.firstUses = Set(lines.map(\.variant)).sorted()
            .filter { self.variants[$0]?.isUsed == false }
        decision.reservation = StockReservation(
            id: request.id,
            warehouse: warehouse,
            expiresAt: request.expiresAt,
            priority: request.priority,
            reference: request.reference,
            note: request.note,
            actor: instruction.actor,
            createdAt: self.now,
            lines: lines
        )
        return decision
    }

    func warehouse(
        _ name: LocationName,
        with authority: Authority
    ) throws(LedgerRefusal) -> ID<Location> {
        guard let location = self.location(name) else { throw .unknownLocation(name, line: nil) }
        guard location.kind == .warehouse else {
            throw .wrongKindOfLocation(name, location.kind, line: nil)
        }
        guard location.isActive else { throw .locationClosed(name, line: nil) }
        guard authority.covers(location) else {
            throw .outsideAuthority(name, warehouse: location.id)
        }
        return location.id
    }

    private func lines(
        of request: ReservationRequest
    ) throws(LedgerRefusal) -> [StockReservation.Line] {
        var lines: [StockReservation.Line] = []
        for (index, line) in request.lines.enumerated() {
            guard line.quantity.isPositive else { throw .quantityNotPositive(line: index) }
            guard let variant = self.variant(line.variant) else {
                throw .unknownVariant(line.variant, line: index)
            }
            guard let quantity = self.baseUnits(of: line.variant, line.quantity),
                quantity <= .largestLine
            else { throw .quantityOutOfRange(line: index) }
            lines.append(
                StockReservation.Line(
                    variant: variant.id,
                    reserved: quantity,
                    reference: line.reference
                )
            )
        }
        return lines
    }

    /// Holds the sum of all lines of each variant.
    private func promise(
        _ lines: [StockReservation.Line],
        in warehouse: ID<Location>
    ) throws(LedgerRefusal) -> [Availability] {
        var sums: [ID<Variant>: (line: Int, quantity: Quantity)] = [:]
        for (index, line) in lines.enumerated() where line.reserved.isPositive {
            let (first, sum) = sums[line.variant] ?? (index, .zero)
            guard let quantity = sum.adding(line.reserved) else {
                throw .quantityOutOfRange(line: index)
            }
            sums[line.variant] = (first, quantity)
        }
        var availabilities: [Availability] = []
        for (variant, sum) in sums.sorted(by: { $0.value.line < $1.value.line }) {
            let key = Availability.Key(variant: variant, warehouse: warehouse)
            var availability = self.availability(key)
            guard availability.available >= sum.quantity else {
                throw .insufficientStock(
                    Shortage(
                        sku: self.variants[variant]?.sku ?? variant.description,
                        location: warehouse,
                        requested: sum.quantity,
                        available: max(.zero, availability.available),
                        blockingReservations: availability.reservations,
                        line: sum.line
                    )
                )
            }
            availability.promise(sum.quantity)
            availability.settle(mayFallShort: false)
            availabilities.append(availability)
        }
        return availabilities.sorted { $0.key < $1.key }
    }
}
