import Contracts
import Kernel

extension CostPool {
    /// Goods that settled what was owed.
    struct Settlement {
        /// What was owed, and what it was thought to cost.
        let debt: CostDebt
        /// What it did cost.
        let value: CostValue
    }

    /// Puts goods in; what is owed takes its part of them first.
    mutating func add(_ slice: CostSlice) -> [Settlement] {
        let (rest, settlements) = self.payDebts(with: slice)
        if rest.quantity.isPositive { self.keep(rest) }
        self.settleLayers()
        return settlements
    }

    /// Gives what is owed its part of goods that come; returns what is left of them.
    mutating func payDebts(with slice: CostSlice) -> (rest: CostSlice, [Settlement]) {
        var (rest, settlements) = (slice, [Settlement]())
        while rest.quantity.isPositive {
            if let unseen = self.unseenDebts, unseen.precede(self.debts.first?.line) {
                self.unseenDebts?.isReached = true
                break
            }
            guard var debt = self.debts.first else { break }
            let settled = debt.take(rest.quantity)
            settlements.append(
                Settlement(debt: settled, value: rest.take(settled.quantity).value)
            )
            if debt.quantity.isPositive { self.debts[0] = debt } else { self.debts.removeFirst() }
        }
        return (rest, settlements)
    }

    private mutating func keep(_ slice: CostSlice) {
        let index = self.layers.firstIndex { $0.key >= slice.key } ?? self.layers.endIndex
        if index < self.layers.endIndex, self.layers[index].key == slice.key {
            self.layers[index].join(slice)
        } else if let unseen = self.unseen, unseen.mayHold(slice.key) {
            self.unseen?.add(slice)
        } else {
            self.layers.insert(slice, at: index)
        }
    }

    /// Takes goods out, the oldest first; fewer than wanted where there are no more.
    ///
    /// - Parameters:
    ///   - key: Those of this origin leave before all others.
    ///   - worth: What those should take along, unless others would be worth less than nothing then,
    ///     or what each is worth is said by decree.
    mutating func take(
        _ wanted: Quantity,
        preferring key: CostSlice.Key? = nil,
        worth: CostValue? = nil
    ) -> [CostSlice] {
        let (quantity, value) = (self.goodsQuantity, self.goodsValue)
        let worth = self.costing.decree == nil ? worth : nil
        var (taken, missing) = ([CostSlice](), wanted)
        if let index = self.layers.firstIndex(where: { $0.key == key }) {
            taken.append(self.layers[index].take(missing, worth: worth))
            missing -= taken[0].quantity
        } else if let key, let unseen = self.unseen, unseen.mayHold(key) {
            self.unseen?.isReached = true
        }
        for index in self.layers.indices where missing.isPositive {
            guard self.layers[index].quantity.isPositive else { continue }
            if let unseen = self.unseen, unseen.precede(self.layers[index].key) { break }
            let slice = self.layers[index].take(missing)
            missing -= slice.quantity
            taken.append(slice)
        }
        if missing.isPositive { self.unseen?.isReached = true }
        self.layers.removeAll { !$0.quantity.isPositive }
        if self.costing.method == .average, quantity.isPositive {
            var total = value.share(taken.quantity, of: quantity) ?? value
            let isWhole = missing == .zero && self.goodsQuantity.isPositive
            if let worth, isWhole, worth >= .zero, worth <= value { total = worth }
            let parts = total.spread(over: taken.map(\.quantity.tenThousandths))
            for (index, part) in parts.enumerated() { taken[index].value = part }
            self.shared = value - total
        }
        self.settleLayers()
        return taken
    }

    /// Forgets some of what a line owes, whose debt was read if there is one; returns what was forgotten.
    mutating func cancel(_ line: Int64, upTo wanted: Quantity) -> CostDebt? {
        guard let index = self.debts.firstIndex(where: { $0.line == line }) else { return nil }
        let cancelled = self.debts[index].take(wanted)
        if !self.debts[index].quantity.isPositive { self.debts.remove(at: index) }
        return cancelled
    }

    /// Takes back what made goods worth more, down to nothing; returns how much that is.
    ///
    /// - Parameter goods: Which; all of them where every unit is worth the same.
    mutating func lower(_ goods: CostSlice.Key?, by value: CostValue) -> CostValue {
        guard self.costing.decree == nil, !self.layers.isEmpty else { return .zero }
        defer { self.settleLayers() }
        if self.costing.method == .average {
            let lowered = max(.zero, min(value, self.goodsValue))
            self.shared -= lowered
            return lowered
        }
        guard let index = self.layers.firstIndex(where: { $0.key == goods }) else { return .zero }
        let lowered = min(value, self.layers[index].value)
        self.layers[index].value -= lowered
        return lowered
    }

    /// Makes all that is there worth more or less, and priced, since somebody said so.
    mutating func revalue(by change: CostValue) {
        let quantities = self.layers.map(\.quantity.tenThousandths)
        let parts = change.spread(over: quantities)
        let isEven = zip(self.layers, parts).contains { ($0.value + $1).isNegative }
        if isEven {
            self.spread(self.goodsValue + change)
        } else {
            for (index, part) in parts.enumerated() { self.layers[index].value += part }
        }
        for index in self.layers.indices { self.layers[index].isPriced = true }
        self.settleLayers()
    }

    /// Costs goods in another way from now on; returns how much more they are worth.
    mutating func change(to costing: Costing) -> CostValue {
        let before = self.goodsValue
        self.costing = costing
        if let value = costing.decree?.times(self.layers.quantity) {
            self.spread(value)
        } else if self.shared != .zero {
            self.spread(before)
        }
        self.settleLayers()
        return self.goodsValue - before
    }
}
