import Contracts
import Kernel

/// Where it has gone what a landed cost had made goods worth more, as told by the lines since.
///
/// Goods that leave take their part along: of the layer that the cost was put on or, where all units
/// are worth the same, of the pool. In another warehouse it is there; whoever got the goods has it.
/// Whatever comes back brings it back.
struct CostTrail {
    /// What pools have of it.
    private(set) var kept: [CostPool.Key: CostValue]
    /// What others have got.
    private(set) var given: [Gift: CostValue] = [:]
    /// The number of the line that put it on the goods.
    private let start: Int64
    /// What left with lines, and can come back.
    private var left: [Int64: Part] = [:]
    /// What is between two warehouses.
    private var carried: [Carriage: Part] = [:]

    init(of line: CostLine) {
        self.kept = [line.pool: line.value]
        self.start = line.number
    }

    /// Out of which pool somebody has got something.
    struct Gift: Hashable, Comparable {
        let pool: CostPool.Key
        let account: CostAccount

        static func < (left: Gift, right: Gift) -> Bool {
            left.pool == right.pool
                ? left.account.rawValue < right.account.rawValue : left.pool < right.pool
        }
    }

    /// A line since, and how many units shared a value before it.
    struct Step {
        let line: CostLine
        let before: Int128
    }

    /// What left with some goods.
    private struct Part {
        let gift: Gift
        var quantity: Quantity
        var value: CostValue

        var empty: Part { Part(gift: self.gift, quantity: .zero, value: .zero) }

        mutating func join(_ other: Part) {
            self.quantity += other.quantity
            self.value += other.value
        }

        /// What comes along with so many of the goods.
        mutating func take(_ wanted: Quantity) -> CostValue {
            let taken = self.value.portion(wanted, of: Int128(self.quantity.tenThousandths))
            self.quantity -= min(wanted, self.quantity)
            self.value -= taken
            return taken
        }
    }

    /// Goods on their way from one warehouse to another.
    private struct Carriage: Hashable {
        let source: ID<CostSource>
        let movement: ID<Movement>?
        let goods: CostSlice.Key?

        init(of line: CostLine) {
            self.source = line.source
            self.movement = line.movement
            self.goods = line.goods
        }
    }

    mutating func follow(_ step: Step) {
        if step.line.quantity.isNegative {
            self.leave(step)
        } else {
            self.come(with: step.line)
        }
    }

    private mutating func leave(_ step: Step) {
        let line = step.line
        guard let value = self.kept[line.pool], value != .zero else { return }
        let quantity = .zero - line.quantity
        let taken = value.portion(quantity, of: step.before)
        self.kept[line.pool] = value - taken
        // Whoever takes goods back that came before is given what they cost then.
        let isOlder = line.follows.map { $0 < self.start } ?? false
        let gift = Gift(
            pool: line.pool,
            account: isOlder && line.account != .transfer ? .variance : line.account
        )
        let part = Part(gift: gift, quantity: quantity, value: taken)
        if line.account == .transfer {
            // Some of the same goods may have left by the same movement, for another line.
            self.carried[Carriage(of: line), default: part.empty].join(part)
        } else {
            self.left[line.number] = part
            self.given[gift, default: .zero] += taken
        }
    }

    private mutating func come(with line: CostLine) {
        if line.account == .transfer {
            let taken = self.carried[Carriage(of: line)]?.take(line.quantity) ?? .zero
            self.kept[line.pool, default: .zero] += taken
        } else if let number = line.follows, let gift = self.left[number]?.gift {
            let taken = self.left[number]?.take(line.quantity) ?? .zero
            self.given[gift, default: .zero] -= taken
            self.kept[line.pool, default: .zero] += taken
        }
    }

    /// Somebody said what the goods of pools are worth, whatever they did cost.
    mutating func restate(_ pools: (CostPool.Key) -> Bool) {
        for (pool, value) in self.kept where pools(pool) {
            self.kept[pool] = .zero
            self.given[Gift(pool: pool, account: .revaluation), default: .zero] += value
        }
    }

    /// What never arrived is nobody's but ours.
    mutating func end() {
        for part in self.carried.values where part.value != .zero {
            self.given[Gift(pool: part.gift.pool, account: .variance), default: .zero] += part.value
        }
        self.carried = [:]
    }
}

extension CostValue {
    /// The part that goes with some of the goods; all of it where there are no others.
    fileprivate func portion(_ part: Quantity, of whole: Int128) -> CostValue {
        guard Int128(part.tenThousandths) < whole else { return self }
        return self.share(part, of: Quantity(tenThousandths: Int64(clamping: whole))) ?? self
    }
}
