import Contracts
import Kernel

extension CostBook {
    /// Takes back what a landed cost has added: from goods that still have it, and otherwise from whoever
    /// got it with them.
    mutating func reverse(_ order: ID<CostSource>, _ turn: Turn) {
        let lines = self.history.lines(of: order)
        for (index, line) in lines.enumerated() where line.account == .landed {
            let next = lines[(index + 1)...].first
            if let next, line.isPassedOn(by: next) {
                let gift = CostTrail.Gift(pool: line.pool, account: next.account)
                self.give(back: line.value, as: next.kind, from: gift, line, turn)
            } else {
                self.takeBack(line, turn)
            }
        }
    }

    /// Takes back what made goods worth more, from wherever that is by now.
    private mutating func takeBack(_ line: CostLine, _ turn: Turn) {
        let trail = self.trail(of: line)
        var given = trail.given
        for (key, value) in trail.kept.sorted(by: { $0.key < $1.key }) where value != .zero {
            var pool = self.pool(key)
            let lowered = pool.lower(line.goods, by: value)
            if lowered != .zero {
                self.write(.landing(-lowered, to: .landed, of: line), to: key, for: turn)
                self.save(pool)
            }
            // Goods that are worth less than it were made so by somebody's word.
            given[CostTrail.Gift(pool: key, account: .revaluation), default: .zero] +=
                value - lowered
        }
        for (gift, value) in given.sorted(by: { $0.key < $1.key }) {
            self.give(back: value, as: .landed, from: gift, line, turn)
        }
    }

    private mutating func give(
        back value: CostValue,
        as kind: CostKind,
        from gift: CostTrail.Gift,
        _ line: CostLine,
        _ turn: Turn
    ) {
        guard value != .zero else { return }
        self.write(.landing(-value, to: .landed, of: line), to: gift.pool, for: turn)
        let change = Change.landing(value, as: kind, to: gift.account, of: line)
        self.write(change, to: gift.pool, for: turn)
    }

    /// Follows what goods were made worth more through all that happened since.
    private mutating func trail(of line: CostLine) -> CostTrail {
        let variant = line.pool.variant
        let pools = self.wholePools(of: variant)
        var trail = CostTrail(of: line)
        var orders = self.sequel.orders(about: variant, after: line)[...]
        for step in self.steps(since: line, in: pools) {
            while let order = orders.first, order.isBefore(step.line) {
                trail.follow(order)
                orders.removeFirst()
            }
            trail.follow(step)
        }
        for order in orders { trail.follow(order) }
        trail.end()
        return trail
    }

    /// The lines since that moved goods among which the cost is, each with how many they were before it:
    /// those of now, less what came after.
    private func steps(since line: CostLine, in pools: [CostPool]) -> [CostTrail.Step] {
        let isTogether = self.costing(of: line.pool.variant).method == .average
        var quantities: [CostPool.Key: Int128] = [:]
        for pool in pools {
            let goods = pool.layers.filter { isTogether || $0.key == line.goods }
            quantities[pool.key] = goods.exactQuantity
        }
        let steps = self.sequel.lines(like: line).reversed()
            .filter { !$0.isOwed && (isTogether || $0.goods == line.goods) }
            .map { later in
                quantities[later.pool, default: 0] -= Int128(later.quantity.tenThousandths)
                return CostTrail.Step(line: later, before: quantities[later.pool, default: 0])
            }
        return steps.reversed()
    }
}

extension CostTrail {
    /// Only what says how much goods are worth, and not how much more, ends what they were worth.
    fileprivate mutating func follow(_ order: CostOrder) {
        switch order.action {
        case .cost(_, let costing) where costing.decree != nil: self.restate { _ in true }
        case .revalue(let revaluation):
            guard case .unitCost = revaluation.change else { return }
            self.restate { pool in
                revaluation.warehouse.map { $0 == pool.warehouse } ?? true
            }
        case .cost, .land, .reverse: return
        }
    }
}

extension CostBook.Change {
    /// A cost that came later than the goods of a line, or what becomes of it.
    fileprivate static func landing(
        _ value: CostValue,
        as kind: CostKind = .landed,
        to account: CostAccount,
        of line: CostLine
    ) -> CostBook.Change {
        CostBook.Change(
            kind: kind,
            account: account,
            movement: line.movement,
            value: value,
            goods: kind == .landed ? line.goods : nil
        )
    }
}
