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
        decision.transfer = self.order
        decision.lots = self.lots
        decision.firstStatuses = self.firstStatuses(by: entry)
        decision.serials = self.serials.values.sorted { $0.id < $1.id }
        decision.firstUses = self.firstUses
        decision.balances.reserveCapacity(self.balances.count)
        for change in Self.ordered(self.balances.values, by: \.after.key) {
            try self.requireCover(of: change)
            var balance = change.after
            balance.settle(mayOversell: self.authority.mayOversell)
            decision.balances.append(balance)
            if balance.onHand.isNegative, balance.onHand < change.before.onHand {
                decision.oversold.append(balance)
            }
        }
        decision.availabilities.reserveCapacity(self.availabilities.count)
        for change in Self.ordered(self.availabilities.values, by: \.after.key) {
            try self.requireCover(of: change)
            var availability = change.after
            availability.settle(mayFallShort: self.authority.mayOversell)
            decision.availabilities.append(availability)
        }
        return decision
    }

    /// The changes that are any, in the order of their keys.
    private static func ordered<Row, Key: Comparable>(
        _ changes: some Sequence<Change<Row>>,
        by key: (Change<Row>) -> Key
    ) -> [Change<Row>] {
        let changes = changes.filter { !$0.isNone }
        // Places are sorted and not the rows, which are too large to be moved about.
        return changes.indices.sorted { key(changes[$0]) < key(changes[$1]) }.map { changes[$0] }
    }

    /// Nothing may be taken that is not there; adding to a debt's repayment is always welcome.
    private func requireCover(of change: Change<Balance>) throws(LedgerRefusal) {
        let (before, after) = (change.before, change.after)
        guard after.onHand.isNegative, after.onHand < before.onHand, !self.authority.mayOversell
        else { return }
        let root = self.state.locations[after.key.location]?.warehouse ?? after.key.location
        let key = Availability.Key(variant: after.key.variant, warehouse: root)
        let isWithheld = self.isWithheld(after.key.lot)
        throw self.shortage(
            of: key,
            at: after.key.location,
            requested: before.onHand - after.onHand,
            available: isWithheld ? before.onHand : min(before.onHand, self.freeBefore(key)),
            line: change.taker ?? 0
        )
    }

    /// Nothing may be taken that is promised to others.
    private func requireCover(of change: Change<Availability>) throws(LedgerRefusal) {
        let (before, after) = (change.before, change.after)
        guard after.available.isNegative, after.available < before.available,
            !self.authority.mayOversell
        else { return }
        let line = self.balances.filter { balance in
            balance.key.variant == after.key.variant
                && self.state.locations[balance.key.location]?.warehouse == after.key.warehouse
        }.values.compactMap(\.taker).min()
        throw self.shortage(
            of: after.key,
            at: after.key.warehouse,
            requested: before.usable - after.usable,
            available: self.freeBefore(after.key),
            line: line ?? 0
        )
    }

    /// What the command could have taken: all that is not promised, or promised to itself.
    func freeBefore(_ key: Availability.Key) -> Quantity {
        let before = self.state.availability(key)
        return before.available + (before.reserved - self.availability(key).reserved)
    }

    func shortage(
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
