import Contracts
import Kernel
import LedgerDomain

/// Goods of one origin, as ``PlainBook`` has them.
struct PlainLayer: Equatable {
    let key: CostSlice.Key
    var quantity: Quantity
    var value: CostValue
    var isPriced: Bool

    /// Takes some off with its part of the value; all where there is no more.
    mutating func cut(_ wanted: Quantity) -> PlainLayer {
        var part = self
        part.quantity = min(wanted, self.quantity)
        part.value = self.value.part(part.quantity, of: self.quantity)
        self.quantity -= part.quantity
        self.value -= part.value
        return part
    }
}

/// Goods that left before they came.
struct PlainDebt: Equatable {
    /// Which of the traces says so.
    let trace: Int
    let account: CostAccount
    var goods: PlainLayer
}

extension [PlainLayer] {
    var quantity: Quantity { self.reduce(.zero) { $0 + $1.quantity } }
    var value: CostValue { self.reduce(.zero) { $0 + $1.value } }
}

extension CostValue {
    /// What falls to some of the goods, by school arithmetic: to the nearest, halves away from zero.
    func part(_ some: Quantity, of whole: Quantity) -> CostValue {
        if some == whole { return self }
        let product = Int128(self.millionths) * Int128(some.tenThousandths)
        let divisor = Int128(whole.tenThousandths)
        let size = (2 * abs(product) + divisor) / (2 * divisor)
        return CostValue(millionths: Int64(product < 0 ? -size : size))
    }

    /// What so many units are worth, each of which is worth this.
    func each(_ quantity: Quantity) -> CostValue { self.part(quantity, of: 1) }

    /// All of the value, cut where the weights so far end, a fraction left to the next.
    func cut(by weights: [Int64]) -> [CostValue] {
        let whole = weights.reduce(0, +)
        var (ends, weight) = ([CostValue](), Int64(0))
        for each in weights {
            weight += each
            let end = whole == 0 ? 0 : Int128(self.millionths) * Int128(weight) / Int128(whole)
            ends.append(CostValue(millionths: Int64(end)))
        }
        if !ends.isEmpty { ends[ends.count - 1] = self }
        return zip(ends, [.zero] + ends).map { $0 - $1 }
    }
}
