import Contracts
import Kernel
import LedgerDomain

/// All of one variant in one warehouse, as plainly as can be: a list of layers, the oldest first.
struct PlainPool {
    private(set) var costing: Costing
    private(set) var layers: [PlainLayer] = []
    /// What all are worth together, where every unit is worth the same.
    private(set) var together = CostValue.zero
    /// In the order in which goods left.
    var debts: [PlainDebt] = []
    private(set) var unitCost: CostValue?

    init(_ costing: Costing) { self.costing = costing }

    var quantity: Quantity { self.layers.quantity }
    var value: CostValue { self.layers.value + self.together }
    private var isAverage: Bool { self.costing.method == .average }

    /// What every unit is worth by decree.
    var decree: CostValue? { self.costing.method == .standard ? self.costing.standard : nil }

    /// What a unit is taken for whose cost nobody knows.
    var presumed: CostValue? { self.decree ?? self.unitCost ?? self.costing.standard }

    /// Takes goods of an origin, then the oldest, as far as there are any.
    ///
    /// - Parameter worth: What they should take along, where others stay that can do without it.
    mutating func take(
        _ wanted: Quantity,
        first key: CostSlice.Key? = nil,
        worth: CostValue? = nil
    ) -> [PlainLayer] {
        let (quantity, value) = (self.quantity, self.value)
        let worth = self.decree == nil ? worth : nil
        var (taken, missing) = ([PlainLayer](), wanted)
        let order = self.layers.filter { $0.key == key } + self.layers.filter { $0.key != key }
        self.layers = []
        for var layer in order {
            let whole = layer
            var part = layer.cut(missing)
            if let worth, layer.key == key, layer.quantity.isPositive,
                (.zero...whole.value).contains(worth)
            {
                part.value = worth
                layer.value = whole.value - worth
            }
            missing -= part.quantity
            if part.quantity.isPositive { taken.append(part) }
            if layer.quantity.isPositive { self.layers.append(layer) }
        }
        self.layers.sort { $0.key < $1.key }
        if self.isAverage, quantity.isPositive {
            var total = value.part(taken.quantity, of: quantity)
            if let worth, missing == .zero, self.quantity.isPositive,
                (.zero...value).contains(worth)
            {
                total = worth
            }
            let parts = total.cut(by: taken.map(\.quantity.tenThousandths))
            for index in taken.indices { taken[index].value = parts[index] }
            self.together = value - total
        }
        self.settle()
        return taken
    }

    /// Puts goods in, after what is owed has had its part of them.
    ///
    /// - Returns: What was owed and is not any more, with what it cost in the end.
    mutating func put(_ goods: PlainLayer) -> [(debt: PlainDebt, cost: CostValue)] {
        var (rest, paid) = (goods, [(debt: PlainDebt, cost: CostValue)]())
        while rest.quantity.isPositive, let owed = self.debts.first {
            guard let debt = self.forgive(owed.trace, rest.quantity) else { break }
            paid.append((debt, rest.cut(debt.goods.quantity).value))
        }
        if rest.quantity.isPositive { self.keep(rest) }
        self.settle()
        return paid
    }

    /// Forgets some of what is owed for a trace.
    mutating func forgive(_ trace: Int, _ wanted: Quantity) -> PlainDebt? {
        guard let index = self.debts.firstIndex(where: { $0.trace == trace }) else { return nil }
        var debt = self.debts[index]
        debt.goods = self.debts[index].goods.cut(wanted)
        self.debts.removeAll { !$0.goods.quantity.isPositive }
        return debt
    }

    private mutating func keep(_ goods: PlainLayer) {
        guard let index = self.layers.firstIndex(where: { $0.key == goods.key }) else {
            self.layers.append(goods)
            self.layers.sort { $0.key < $1.key }
            return
        }
        self.layers[index].quantity += goods.quantity
        self.layers[index].value += goods.value
        self.layers[index].isPriced = self.layers[index].isPriced && goods.isPriced
    }

    /// Goods of an origin cost more than was thought.
    mutating func raise(_ key: CostSlice.Key, by value: CostValue) {
        guard let index = self.layers.firstIndex(where: { $0.key == key }) else { return }
        self.layers[index].value += value
        self.settle()
    }

    /// What made goods worth more is taken back, down to nothing; returns how much that is.
    mutating func lower(_ key: CostSlice.Key, by wanted: CostValue) -> CostValue {
        guard self.decree == nil else { return .zero }
        if self.isAverage {
            guard !self.layers.isEmpty else { return .zero }
            let lowered = min(wanted, self.together)
            self.together -= lowered
            self.settle()
            return lowered
        }
        guard let index = self.layers.firstIndex(where: { $0.key == key }) else { return .zero }
        let lowered = min(wanted, self.layers[index].value)
        self.layers[index].value -= lowered
        self.settle()
        return lowered
    }

    /// Somebody says what everything is worth more or less.
    mutating func revalue(by change: CostValue, each: CostValue?) {
        let parts = change.cut(by: self.layers.map(\.quantity.tenThousandths))
        if zip(self.layers, parts).contains(where: { ($0.value + $1).isNegative }) {
            self.share(self.value + change)
        } else {
            for index in self.layers.indices { self.layers[index].value += parts[index] }
        }
        for index in self.layers.indices { self.layers[index].isPriced = true }
        self.settle()
        if let each { self.unitCost = each }
    }

    mutating func change(to costing: Costing) {
        self.costing = costing
        self.share(
            self.decree.map { $0.each(self.quantity) },
            orElse: self.together == .zero ? nil : self.value
        )
        self.settle()
    }

    private mutating func share(_ value: CostValue?, orElse other: CostValue? = nil) {
        guard let value = value ?? other else { return }
        let parts = value.cut(by: self.layers.map(\.quantity.tenThousandths))
        for index in self.layers.indices { self.layers[index].value = parts[index] }
        self.together = .zero
    }

    /// An average has one value for all; and what a unit is worth is remembered.
    private mutating func settle() {
        if self.isAverage {
            self.together = self.value
            for index in self.layers.indices { self.layers[index].value = .zero }
        }
        guard self.quantity.isPositive else { return }
        self.unitCost = self.value.part(1, of: self.quantity)
    }
}
