import Contracts
import Kernel

extension CostBook {
    mutating func follow(_ order: CostOrder) {
        let turn = Turn(
            source: order.id,
            effectiveAt: order.effectiveAt,
            recordedAt: order.recordedAt
        )
        switch order.action {
        case .cost(let variant, let costing): self.cost(variant, by: costing, turn)
        case .land(let cost): self.land(cost, turn)
        case .revalue(let revaluation): self.revalue(revaluation, turn)
        case .reverse(let landed): self.reverse(landed, turn)
        }
        self.insert(later: order)
    }

    private mutating func cost(_ variant: ID<Variant>, by costing: Costing, _ turn: Turn) {
        self.setCosting(costing, of: variant)
        for var pool in self.wholePools(of: variant) {
            self.writeRevaluation(pool.change(to: costing), of: pool, turn)
        }
    }

    private mutating func revalue(_ revaluation: Revaluation, _ turn: Turn) {
        let pools = self.wholePools(of: revaluation.variant).filter { pool in
            revaluation.warehouse.map { $0 == pool.key.warehouse } ?? true
        }
        switch revaluation.change {
        case .unitCost(let each):
            for var pool in pools {
                guard let value = each.times(pool.layers.quantity) else { continue }
                let change = value - pool.goodsValue
                guard pool.hasRoom(for: change) else { continue }
                pool.revalue(by: change)
                pool.unitCost = each
                self.writeRevaluation(change, of: pool, turn)
            }
        case .amount(let amount):
            let stocked = pools.filter { !$0.layers.isEmpty }
            let parts = amount.spread(over: stocked.map(\.layers.quantity.tenThousandths))
            for (var pool, part) in zip(stocked, parts) {
                // Goods are never worth less than nothing.
                let change = max(part, -pool.goodsValue)
                guard pool.hasRoom(for: change) else { continue }
                pool.revalue(by: change)
                self.writeRevaluation(change, of: pool, turn)
            }
        }
    }

    private mutating func writeRevaluation(
        _ change: CostValue,
        of pool: CostPool,
        _ turn: Turn
    ) {
        self.save(pool)
        guard change != .zero else { return }
        let line = Change(kind: .revalued, account: .revaluation, value: change)
        self.write(line, to: pool.key, for: turn)
    }

    /// Spreads a cost over what receipts have brought.
    private mutating func land(_ cost: LandedCost, _ turn: Turn) {
        let lines = cost.receipts.flatMap { receipt in
            self.history.lines(of: ID(receipt.entry)).filter { line in
                guard let movement = line.movement, line.kind == .moved else { return false }
                return line.quantity.isPositive && line.account != .transfer
                    && receipt.movements?.contains(movement) ?? true
            }
        }
        var weights = lines.map(\.quantity.tenThousandths)
        if cost.basis == .value, lines.contains(where: { $0.value > .zero }) {
            weights = lines.map(\.value.millionths)
        }
        for (line, part) in zip(lines, cost.amount.spread(over: weights)) {
            self.land(part, on: line, turn)
        }
    }

    /// Raises what is still there of a line, wherever it is now, and the cost of what is not.
    private mutating func land(_ amount: CostValue, on line: CostLine, _ turn: Turn) {
        let pools = self.wholePools(of: line.pool.variant).compactMap { pool in
            pool.layers.firstIndex { $0.key == line.goods }.map { (pool, layer: $0) }
        }
        let there = pools.map { $0.0.layers[$0.layer].quantity }
        let gone = self.history.outstanding(line).quantity - there.reduce(.zero, +)
        let weights = (there + [max(.zero, gone)]).map(\.tenThousandths)
        var parts = amount.spread(over: weights)
        var rest = parts.removeLast()
        for ((var pool, layer), part) in zip(pools, parts) where part != .zero {
            guard pool.hasRoom(for: part) else {
                rest += part
                continue
            }
            self.write(
                Change(
                    kind: .landed,
                    account: .landed,
                    movement: line.movement,
                    value: part,
                    goods: line.goods
                ),
                to: pool.key,
                for: turn
            )
            if pool.costing.decree == nil {
                pool.layers[layer].value += part
                pool.settleLayers()
                self.save(pool)
            } else {
                let variance = Change(
                    kind: .variance,
                    account: .variance,
                    movement: line.movement,
                    value: -part
                )
                self.write(variance, to: pool.key, for: turn)
            }
        }
        guard rest != .zero else { return }
        for (account, value) in [(CostAccount.landed, rest), (.customer, -rest)] {
            let change = Change(
                kind: .landed,
                account: account,
                movement: line.movement,
                value: value,
                goods: line.goods
            )
            self.write(change, to: line.pool, for: turn)
        }
    }
}
