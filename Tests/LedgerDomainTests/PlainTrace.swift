import Contracts
import Kernel
import LedgerDomain

/// Goods of one origin that came to a pool or left it, and what has not been undone of that.
struct PlainTrace {
    let pool: CostPool.Key
    let passage: PlainPassage
    let goods: CostSlice.Key
    let isPriced: Bool
    /// Below zero for what left.
    let quantity: Quantity
    let value: CostValue
    var leftQuantity: Quantity
    var leftValue: CostValue

    /// - Parameter sign: Whether the goods come (1) or leave (-1).
    init(_ goods: PlainLayer, _ sign: Int64, _ pool: CostPool.Key, _ passage: PlainPassage) {
        self.pool = pool
        self.passage = passage
        self.goods = goods.key
        self.isPriced = goods.isPriced
        self.quantity = Quantity(tenThousandths: sign * goods.quantity.tenThousandths)
        self.value = CostValue(millionths: sign * goods.value.millionths)
        self.leftQuantity = self.quantity
        self.leftValue = self.value
    }
}

/// Why goods move.
struct PlainPassage {
    let entry: CostedEntry
    let movement: CostedMovement
    /// The other side.
    let account: CostAccount
    /// The trace that they undo.
    var undoes: Int?

    /// Where goods begin that nobody had before.
    var origin: CostSlice.Key {
        CostSlice.Key(acquiredAt: self.entry.effectiveAt, origin: self.movement.id)
    }
}

/// Under what a pool became worth more or less.
struct PlainAccount: Hashable {
    let pool: CostPool.Key
    let account: CostAccount
}

struct PlainSum: Equatable {
    var quantity = Quantity.zero
    var value = CostValue.zero
}

/// What one fact did to the value of a pool.
struct PlainMoment {
    let effectiveAt: Timestamp
    let recordedAt: Timestamp
    let pool: CostPool.Key
    let value: CostValue
}
