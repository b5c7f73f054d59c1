import Contracts
import Kernel
import LedgerDomain

extension PlainBook {
    mutating func follow(_ order: CostOrder) {
        switch order.action {
        case .cost(let variant, let costing):
            if costing.method == .standard { self.say(variant, in: nil) }
            self.setCosting(costing, of: variant)
            for key in self.keys(of: variant) { self.revalue(key) { $0.change(to: costing) } }
        case .land(let cost): self.land(cost, by: order.id)
        case .revalue(let revaluation): self.revalue(revaluation)
        case .reverse(let landed): self.reverse(landed)
        }
    }

    /// Changes what a pool is worth because somebody said so.
    private mutating func revalue(_ key: CostPool.Key, _ change: (inout PlainPool) -> Void) {
        let before = self.pool(key).value
        self.change(key, change)
        self.post(self.pool(key).value - before, to: .revaluation, of: key)
    }

    private mutating func revalue(_ order: Revaluation) {
        let keys = self.keys(of: order.variant)
            .filter { order.warehouse == nil || order.warehouse == $0.warehouse }
        switch order.change {
        case .unitCost(let each):
            self.say(order.variant, in: order.warehouse)
            for key in keys {
                self.revalue(key) { pool in
                    pool.revalue(by: each.each(pool.quantity) - pool.value, each: each)
                }
            }
        case .amount(let amount):
            let stocked = keys.filter { self.pool($0).quantity.isPositive }
            let parts = amount.cut(by: stocked.map { self.pool($0).quantity.tenThousandths })
            for (key, part) in zip(stocked, parts) {
                // Goods are never worth less than nothing.
                self.revalue(key) { $0.revalue(by: max(part, -$0.value), each: nil) }
            }
        }
    }

    /// Spreads a cost over all that receipts brought.
    private mutating func land(_ cost: LandedCost, by order: ID<CostSource>) {
        let brought = cost.receipts.flatMap { receipt in
            self.traces.filter { trace in
                trace.passage.entry.id == receipt.entry && trace.quantity.isPositive
                    && trace.passage.account != .transfer
                    && receipt.movements?.contains(trace.passage.movement.id) ?? true
            }
        }
        let byValue = cost.basis == .value && brought.contains { $0.value > .zero }
        let weights = brought.map {
            byValue ? $0.value.millionths : $0.quantity.tenThousandths
        }
        for (trace, part) in zip(brought, cost.amount.cut(by: weights)) {
            self.land(part, on: trace, by: order)
        }
    }

    /// What is still there, wherever, costs more; the rest was sold for too little.
    private mutating func land(
        _ amount: CostValue,
        on trace: PlainTrace,
        by order: ID<CostSource>
    ) {
        let keys = self.keys(of: trace.pool.variant)
        let there = keys.map { key in
            self.pool(key).layers.filter { $0.key == trace.goods }.quantity
        }
        let gone = max(.zero, trace.leftQuantity - there.reduce(.zero, +))
        let parts = amount.cut(by: (there + [gone]).map(\.tenThousandths))
        for (key, part) in zip(keys, parts) where part != .zero {
            self.post(part, to: .landed, of: key)
            if self.pool(key).decree == nil {
                self.change(key) { $0.raise(trace.goods, by: part) }
                self.remember(.added(trace.goods), part, in: key, for: order)
            } else {
                self.post(-part, to: .variance, of: key)
                self.remember(.charged(.variance), part, in: key, for: order)
            }
        }
        let rest = parts.last ?? .zero
        self.post(rest, to: .landed, of: trace.pool)
        self.post(-rest, to: .customer, of: trace.pool)
        self.remember(.charged(.customer), rest, in: trace.pool, for: order)
    }
}
