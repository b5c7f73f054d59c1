import Contracts
import Kernel

extension LedgerState {
    /// Gives a lot another status, and with it all of its stock.
    func decide(
        _ request: LotStatusRequest,
        of instruction: Instruction
    ) throws(LedgerRefusal) -> Decision {
        guard let lot = self.lots[request.lot] else { throw .noSuchLot(request.lot) }
        // A lot may be anywhere tomorrow, so its status is no matter of single warehouses.
        guard instruction.authority.warehouses == nil else { throw .lotElsewhere(lot.id) }
        guard lot.status != request.status else { throw .lotUnchanged(lot) }
        guard request.status != .released || !lot.isOver(on: self.today) else {
            throw .lotExpired(lot)
        }
        if request.status == .released { try self.requireInspection(of: lot) }
        return self.give(
            lot,
            request.status,
            because: request.reason,
            request.note,
            by: instruction.actor
        )
    }

    /// Withholds what is left of a lot whose last day is over.
    ///
    /// One that is withheld already stays what it is: that its day is over too shows once somebody
    /// wants to release it.
    func expireLot(_ id: ID<Lot>, by actor: Actor) throws(LedgerRefusal) -> Decision {
        guard let lot = self.lots[id] else { throw .noSuchLot(id) }
        guard lot.status == .released, lot.isOver(on: self.today) else { throw .lotNotOver(id) }
        return self.give(lot, .expired, because: .expiry, nil, by: actor)
    }

    /// Gives a lot a status, and withholds or frees what each warehouse has of it.
    func give(
        _ lot: StockLot,
        _ status: LotStatus,
        because reason: LotReason,
        _ note: String?,
        by actor: Actor
    ) -> Decision {
        var changed = lot
        changed.become(status)
        let levels = self.levels(of: lot)
        var decision = Decision()
        decision.lotChange = LotStatusChange(
            lot: changed,
            former: lot.status,
            reason: reason,
            note: note,
            actor: actor,
            levels: levels
        )
        guard lot.status.isWithheld != status.isWithheld else { return decision }
        decision.availabilities = levels.map { level in
            var availability = self.availability(
                Availability.Key(variant: lot.key.variant, warehouse: level.warehouse)
            )
            availability.withhold(status.isWithheld ? level.onHand : -level.onHand)
            // Also once goods are given free: of a lot that a till oversold less than nothing is left.
            availability.settle(mayFallShort: true)
            return availability
        }
        return decision
    }

    /// What each warehouse has of a lot, of all whose balances are not zero.
    private func levels(of lot: StockLot) -> [LotStatusChange.Level] {
        let sums = self.balances.values.reduce(into: [ID<Location>: Quantity]()) { sums, balance in
            guard balance.key.lot == lot.id, balance.onHand != .zero,
                let warehouse = self.locations[balance.key.location]?.warehouse
            else { return }
            sums[warehouse, default: .zero] += balance.onHand
        }
        return sums.sorted { $0.key < $1.key }.map { warehouse, onHand in
            LotStatusChange.Level(warehouse: warehouse, onHand: onHand)
        }
    }
}
