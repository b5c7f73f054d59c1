import Contracts
import Kernel
import LedgerDomain

extension PlainBook {
    mutating func follow(_ entry: CostedEntry) {
        guard entry.kind != .produce else { return self.produce(entry) }
        let undone = entry.movements.sorted { self.place(of: $0) > self.place(of: $1) }
        for movement in entry.kind == .reverse ? undone : entry.movements {
            if movement.reverses == nil {
                self.move(movement, of: entry)
            } else {
                self.moveBack(movement, of: entry)
            }
        }
    }

    /// When what a movement undoes was traced first: entries are undone from the end.
    private func place(of movement: CostedMovement) -> Int {
        self.traces.firstIndex { $0.passage.movement.id == movement.reverses } ?? -1
    }

    private mutating func move(_ movement: CostedMovement, of entry: CostedEntry) {
        let passage = PlainPassage(entry: entry, movement: movement, account: movement.account)
        switch (movement.source, movement.target) {
        case (let from?, let to?):
            guard from != to else { return }
            for goods in self.issue(movement.quantity, from: from, passage) {
                self.receive(goods, into: to, passage)
            }
        case (let from?, nil): _ = self.issue(movement.quantity, from: from, passage)
        case (nil, let to?):
            if entry.kind == .return, let original = entry.original {
                self.giveBack(movement.quantity, of: original, into: to, passage)
            } else {
                self.receive(self.bought(passage, in: to), into: to, passage)
            }
        case (nil, nil): return
        }
    }

    /// Goods at their price; of an unknown rate worth nothing, without a price as others here.
    private func bought(_ passage: PlainPassage, in pool: CostPool.Key) -> PlainLayer {
        let movement = passage.movement
        guard let price = movement.price else {
            var goods = self.presumed(movement.quantity, in: pool, passage)
            if passage.account == .supplier { goods.isPriced = false }
            return goods
        }
        return PlainLayer(
            key: passage.origin,
            quantity: movement.quantity,
            // Tests buy in the currency of the book, or in one without a rate.
            value: movement.rate == .one
                ? (CostValue(price.amount) ?? .zero).each(movement.quantity) : .zero,
            isPriced: movement.rate == .one
        )
    }

    /// What goes in is spread over what comes out, by quantity.
    private mutating func produce(_ entry: CostedEntry) {
        var used: [PlainLayer] = []
        for movement in entry.movements {
            guard let from = movement.source else { continue }
            let passage = PlainPassage(entry: entry, movement: movement, account: .production)
            used += self.issue(movement.quantity, from: from, passage)
        }
        let outputs = entry.movements.filter { $0.target != nil }
        let parts = used.value.cut(by: outputs.map(\.quantity.tenThousandths))
        for (movement, part) in zip(outputs, parts) {
            guard let to = movement.target else { continue }
            let passage = PlainPassage(entry: entry, movement: movement, account: .production)
            let goods = PlainLayer(
                key: passage.origin,
                quantity: movement.quantity,
                value: part,
                isPriced: used.allSatisfy(\.isPriced)
            )
            self.receive(goods, into: to, passage)
        }
    }

    /// Goods come in, at a decreed value where there is one; what is owed is settled with them.
    mutating func receive(
        _ goods: PlainLayer,
        into key: CostPool.Key,
        _ passage: PlainPassage
    ) {
        self.trace(PlainTrace(goods, 1, key, passage))
        var goods = goods
        if let decreed = self.pool(key).decree?.each(goods.quantity) {
            self.post(decreed - goods.value, to: .variance, of: key)
            goods.value = decreed
        }
        for (debt, cost) in self.change(key, { $0.put(goods) }) {
            // What was passed on took along what it was thought to cost.
            let account =
                [.transfer, .production].contains(debt.account) ? .variance : debt.account
            self.post(debt.goods.value - cost, to: account, of: key)
            self.undo(debt.trace, .zero, debt.goods.value - cost)
        }
    }

    /// Goods go out; what is not there is owed, at what such goods last cost.
    mutating func issue(
        _ quantity: Quantity,
        from key: CostPool.Key,
        _ passage: PlainPassage,
        first: CostSlice.Key? = nil,
        worth: CostValue? = nil
    ) -> [PlainLayer] {
        var goods = self.change(key) { $0.take(quantity, first: first, worth: worth) }
        for layer in goods { self.trace(PlainTrace(layer, -1, key, passage)) }
        guard goods.quantity < quantity else { return goods }
        var owed = self.presumed(quantity - goods.quantity, in: key, passage)
        owed.isPriced = false
        let trace = self.trace(PlainTrace(owed, -1, key, passage))
        let debt = PlainDebt(trace: trace, account: passage.account, goods: owed)
        self.change(key) { $0.debts.append(debt) }
        goods.append(owed)
        return goods
    }

    /// Goods of which nobody knows what they cost.
    func presumed(
        _ quantity: Quantity,
        in key: CostPool.Key,
        _ passage: PlainPassage
    ) -> PlainLayer {
        let each = self.pool(key).presumed
        return PlainLayer(
            key: passage.origin,
            quantity: quantity,
            value: each?.each(quantity) ?? .zero,
            isPriced: each != nil
        )
    }
}

extension CostedMovement {
    /// The pools at its ends; `nil` outside.
    var source: CostPool.Key? { self.pool(self.from) }
    var target: CostPool.Key? { self.pool(self.to) }

    /// Who is at the other side of a pool.
    var account: CostAccount {
        switch (self.from, self.to) {
        case (.outside(let account), _), (.warehouse, .outside(let account)): account
        case (.warehouse, .warehouse): .transfer
        }
    }

    private func pool(_ end: CostEnd) -> CostPool.Key? {
        guard case .warehouse(let root) = end else { return nil }
        return CostPool.Key(variant: self.variant, warehouse: root)
    }
}
