import Contracts
import Kernel

extension Draft {
    /// Checks that everything taken was there, and puts the changes together.
    ///
    /// Judges the sums, not the single lines: an entry happens as a whole.
    func decision(entering entry: PostedEntry?) throws(LedgerRefusal) -> Decision {
        var decision = Decision()
        decision.entry = entry
        decision.reservation = self.reservation
        decision.lots = self.lots
        decision.serials = self.serials.values.sorted { $0.id < $1.id }
        decision.firstUses = self.firstUses
        for (key, balance) in self.balances.sorted(by: { $0.key < $1.key }) {
            let before = self.state.balance(key)
            guard balance != before else { continue }
            try self.requireCover(of: balance, before: before)
            var balance = balance
            balance.settle(mayOversell: self.authority.mayOversell)
            decision.balances.append(balance)
            if balance.onHand.isNegative, balance.onHand < before.onHand {
                decision.oversold.append(balance)
            }
        }
        for (key, availability) in self.availabilities.sorted(by: { $0.key < $1.key }) {
            let before = self.state.availability(key)
            guard availability != before else { continue }
            try self.requireCover(of: availability, before: before)
            var availability = availability
            availability.settle(mayOversell: self.authority.mayOversell)
            decision.availabilities.append(availability)
        }
        return decision
    }

    /// Nothing may be taken that is not there; adding to a debt's repayment is always welcome.
    private func requireCover(of after: Balance, before: Balance) throws(LedgerRefusal) {
        guard after.onHand.isNegative, after.onHand < before.onHand, !self.authority.mayOversell
        else { return }
        let root = self.state.locations[after.key.location]?.warehouse ?? after.key.location
        let key = Availability.Key(variant: after.key.variant, warehouse: root)
        let free = self.freeBefore(key)
        throw self.shortage(
            of: key,
            at: after.key.location,
            requested: before.onHand - after.onHand,
            available: min(before.onHand, free),
            line: self.takers[after.key] ?? 0
        )
    }

    /// Nothing may be taken that is promised to others.
    private func requireCover(
        of after: Availability,
        before: Availability
    ) throws(LedgerRefusal) {
        guard after.available.isNegative, after.available < before.available,
            !self.authority.mayOversell
        else { return }
        let line = self.takers.filter { taker in
            taker.key.variant == after.key.variant
                && self.state.locations[taker.key.location]?.warehouse == after.key.warehouse
        }.values.min()
        throw self.shortage(
            of: after.key,
            at: after.key.warehouse,
            requested: before.onHand - after.onHand,
            available: self.freeBefore(after.key),
            line: line ?? 0
        )
    }

    /// What the command could have taken: all that is not promised, or promised to itself.
    private func freeBefore(_ key: Availability.Key) -> Quantity {
        let before = self.state.availability(key)
        return before.available + (before.reserved - self.availability(key).reserved)
    }

    private func shortage(
        of key: Availability.Key,
        at location: ID<Location>,
        requested: Quantity,
        available: Quantity,
        line: Int
    ) -> LedgerRefusal {
        .insufficientStock(
            Shortage(
                sku: self.state.variants[key.variant]?.sku ?? key.variant.description,
                location: location,
                requested: requested,
                available: max(.zero, available),
                blockingReservations: self.state.availability(key).reservations,
                line: line
            )
        )
    }
}
