import Contracts
import Kernel

extension CostBook {
    /// Which goods move, for what reason.
    struct Passage {
        let movement: CostedMovement
        /// The other side.
        let account: CostAccount
        /// The line whose goods they are.
        var follows: Int64?
        let turn: Turn
    }

    /// Puts goods into a pool at what they cost, or at what such goods are worth by decree.
    mutating func receive(
        _ goods: CostSlice,
        into key: CostPool.Key,
        _ passage: Passage,
        showsPrice: Bool = false
    ) {
        var (pool, slice) = (self.pool(key), goods)
        if !pool.hasRoom(for: slice.value) {
            slice.value = .zero
            slice.isPriced = false
        }
        self.write(
            Change(
                account: passage.account,
                movement: passage.movement.id,
                quantity: slice.quantity,
                value: slice.value,
                goods: slice.key,
                follows: passage.follows,
                isPriced: slice.isPriced,
                price: showsPrice ? passage.movement.price : nil,
                rate: showsPrice ? passage.movement.rate : nil
            ),
            to: key,
            for: passage.turn
        )
        if let decreed = pool.costing.decree?.times(slice.quantity), decreed != slice.value,
            pool.hasRoom(for: decreed)
        {
            let change = Change(
                kind: .variance,
                account: .variance,
                movement: passage.movement.id,
                value: decreed - slice.value
            )
            self.write(change, to: key, for: passage.turn)
            slice.value = decreed
        }
        for settlement in pool.add(slice) { self.write(settlement, to: key, for: passage.turn) }
        self.save(pool)
    }

    /// Tells whoever has goods that were owed what these did cost.
    private mutating func write(
        _ settlement: CostPool.Settlement,
        to key: CostPool.Key,
        for turn: Turn
    ) {
        let (debt, difference) = (settlement.debt, settlement.debt.value - settlement.value)
        guard difference != .zero else { return }
        // What was passed on has taken its presumed cost along.
        let wasPassedOn = debt.account == .transfer || debt.account == .production
        let change = Change(
            kind: .settled,
            account: wasPassedOn ? .variance : debt.account,
            movement: debt.movement,
            value: difference,
            follows: debt.line
        )
        self.write(change, to: key, for: turn)
    }

    /// Takes goods out of a pool; what it does not have it owes.
    ///
    /// - Parameters:
    ///   - goods: Which leave before all others.
    ///   - worth: What they were worth when they came.
    /// - Returns: What left, the oldest first.
    mutating func issue(
        _ quantity: Quantity,
        from key: CostPool.Key,
        _ passage: Passage,
        preferring goods: CostSlice.Key? = nil,
        worth: CostValue? = nil
    ) -> [CostSlice] {
        var pool = self.pool(key)
        var slices = pool.take(quantity, preferring: goods, worth: worth)
        for slice in slices { self.write(slice, leaving: key, passage) }
        let missing = quantity - slices.quantity
        if missing.isPositive {
            let slice = CostSlice(
                origin: passage.movement.id,
                acquiredAt: passage.turn.effectiveAt,
                quantity: missing,
                value: pool.presumedValue(of: missing),
                isPriced: false
            )
            let line = self.write(slice, leaving: key, passage)
            pool.debts.append(
                CostDebt(
                    line: line,
                    movement: passage.movement.id,
                    account: passage.account,
                    quantity: missing,
                    value: slice.value
                )
            )
            slices.append(slice)
        }
        self.save(pool)
        return slices
    }

    @discardableResult
    private mutating func write(
        _ slice: CostSlice,
        leaving key: CostPool.Key,
        _ passage: Passage
    ) -> Int64 {
        self.write(
            Change(
                account: passage.account,
                movement: passage.movement.id,
                quantity: -slice.quantity,
                value: -slice.value,
                goods: slice.key,
                follows: passage.follows,
                isPriced: slice.isPriced
            ),
            to: key,
            for: passage.turn
        )
    }

    /// Goods of which nobody knows what they cost.
    func presumed(_ quantity: Quantity, in key: CostPool.Key, _ passage: Passage) -> CostSlice {
        CostSlice(
            origin: passage.movement.id,
            acquiredAt: passage.turn.effectiveAt,
            quantity: quantity,
            value: self.pool(key).presumedValue(of: quantity),
            isPriced: self.pool(key).presumedCost != nil
        )
    }
}
