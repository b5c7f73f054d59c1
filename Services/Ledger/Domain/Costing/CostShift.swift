package import Contracts
package import Kernel

/// What a fact did to the goods of one origin beyond what its lines say of them.
///
/// Lines say what a pool is worth and which goods came and went; they do not say which goods settled what
/// was owed, or what a revaluation did to each layer. With these, the layers of any time follow from
/// those of now.
package struct CostShift: Hashable, Sendable {
    package let pool: CostPool.Key
    /// `nil` for what is owed.
    package let goods: CostSlice.Key?
    /// How many more there are, or are owed.
    package let quantity: Quantity
    /// How much more they are worth by themselves, or are thought to have cost.
    package let value: CostValue
    package let source: ID<CostSource>
    package let effectiveAt: Timestamp
    package let recordedAt: Timestamp
}

extension CostLine {
    /// Whether goods left before they came: they are of no other origin than their own movement.
    package var isOwed: Bool {
        self.quantity.isNegative && self.goods != nil && self.goods?.origin == self.movement
    }
}

extension CostBook {
    /// What a fact did to layers and debts of a pool that its lines do not say.
    func shifts(
        of pool: CostPool,
        since former: CostPool?,
        beyond lines: some Collection<CostLine>,
        for turn: Turn
    ) -> [CostShift] {
        let isTogether = pool.costing.method == .average
        var goods: [CostSlice.Key: Sum] = [:]
        var owed = Sum(quantity: pool.owedQuantity, value: pool.owedValue)
        if let former { owed.take(former.owedQuantity, former.owedValue) }
        goods.add(layersOf: pool, unlike: former)
        for line in lines {
            guard let key = line.goods else { continue }
            // What was put to layers that nobody has read.
            if goods[key] == nil { goods[key] = Sum() }
            if line.isOwed {
                owed.take(-line.quantity, -line.value)
            } else {
                goods[key]?.take(line.quantity, isTogether ? .zero : line.value)
            }
        }
        for key in goods.keys {
            if let added = pool.unseen?.added[key] { goods[key]?.add(added) }
            if let added = former?.unseen?.added[key] { goods[key]?.take(added) }
        }
        let shifts =
            goods.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } as [(CostSlice.Key?, Sum)]
        return (shifts + [(nil, owed)]).filter { $0.1 != Sum() }.map { key, sum in
            CostShift(
                pool: pool.key,
                goods: key,
                quantity: sum.quantity,
                value: sum.value,
                source: turn.source,
                effectiveAt: turn.effectiveAt,
                recordedAt: turn.recordedAt
            )
        }
    }

    /// How many more goods there are, and what they are worth.
    fileprivate struct Sum: Equatable {
        var quantity = Quantity.zero
        var value = CostValue.zero

        mutating func add(_ slice: CostSlice) {
            self.quantity += slice.quantity
            self.value += slice.value
        }

        mutating func take(_ slice: CostSlice) { self.take(slice.quantity, slice.value) }

        mutating func take(_ quantity: Quantity, _ value: CostValue) {
            self.quantity -= quantity
            self.value -= value
        }
    }
}

extension [CostSlice.Key: CostBook.Sum] {
    /// What layers have more than before; most of a pool are the same at either end.
    fileprivate mutating func add(layersOf pool: CostPool, unlike former: CostPool?) {
        var (now, then) = (pool.layers[...], former?.layers[...] ?? [])
        while let last = now.last, last == then.last {
            now.removeLast()
            then.removeLast()
        }
        while let first = now.first, first == then.first {
            now.removeFirst()
            then.removeFirst()
        }
        for layer in now { self[layer.key, default: CostBook.Sum()].add(layer) }
        for layer in then { self[layer.key, default: CostBook.Sum()].take(layer) }
    }
}
