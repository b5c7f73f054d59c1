import Contracts
import Kernel

/// A pool while the lines of its variant are followed, with what its layers hold together: a line costs
/// the same however many layers there are.
struct ReplayedPool {
    /// Layers that are used up stay for a while, empty.
    private var pool: CostPool
    /// Of all layers.
    private var quantity: Quantity
    private var value: CostValue
    private var emptyLayers = 0
    /// Whether everything was within ``CostBounds`` all the time; if not, nothing more is followed.
    private(set) var isPossible = true

    /// Below that, empty layers are not worth the moving of others.
    private static let fewLayers = 64

    init(_ pool: CostPool) {
        self.pool = pool
        self.quantity = pool.layers.quantity
        self.value = pool.layers.value
    }

    /// As it is now.
    var whole: CostPool {
        var whole = self.pool
        whole.layers.removeAll { !$0.quantity.isPositive }
        return whole
    }

    /// Goods that leave with one movement; the last of them may have been owed.
    mutating func take(_ lines: [CostLine]) {
        var touched: Set<Int> = []
        for line in lines where !line.isOwed {
            guard let index = self.layer(line.goods),
                self.pool.layers[index].quantity.isPositive || touched.contains(index)
            else { continue }
            touched.insert(index)
            self.pool.layers[index].quantity += line.quantity
            self.quantity += line.quantity
            self.add(line.value, to: index)
            guard self.isPossible else { return }
        }
        self.drop(touched)
        if lines.contains(where: { !$0.isOwed }) { self.settle() }
        for line in lines where line.isOwed {
            guard let movement = line.movement else { continue }
            self.pool.debts.append(
                CostDebt(
                    line: line.number,
                    movement: movement,
                    account: line.account,
                    quantity: -line.quantity,
                    value: -line.value
                )
            )
        }
    }

    /// Goods that come, or that need not come any more.
    mutating func put(_ line: CostLine, decreed: CostValue?) {
        if let followed = line.follows, self.pool.cancel(followed, upTo: line.quantity) != nil {
            return
        }
        guard let goods = line.goods else { return }
        let slice = CostSlice(
            origin: goods.origin,
            acquiredAt: goods.acquiredAt,
            quantity: line.quantity,
            value: line.value + (decreed ?? .zero),
            isPriced: line.isPriced
        )
        let (rest, _) = self.pool.payDebts(with: slice)
        if rest.quantity.isPositive { self.keep(rest) }
        self.settle()
    }

    /// A cost that came later.
    mutating func land(_ line: CostLine) {
        guard line.account == .landed else { return }
        if self.isTogether {
            // Those that it was for may have left, and others be worth as much more as they were.
            self.pool.shared += line.value
            self.isPossible = self.isPossible && CostBounds.allow(.zero, self.pool.shared)
        } else {
            guard let index = self.layer(line.goods),
                self.pool.layers[index].quantity.isPositive
            else { return }
            self.add(line.value, to: index)
        }
        self.settle()
    }

    /// Whether all units are worth the same, so that no layer has a value of its own.
    private var isTogether: Bool { self.pool.costing.method == .average }

    /// What goods of a layer cost more, or took with them.
    private mutating func add(_ value: CostValue, to index: Int) {
        if self.isTogether {
            self.pool.shared += value
        } else {
            self.pool.layers[index].value += value
            self.value += value
        }
        self.check(self.pool.layers[index])
    }

    private mutating func keep(_ slice: CostSlice) {
        var slice = slice
        if self.isTogether {
            self.pool.shared += slice.value
            slice.value = .zero
        }
        self.quantity += slice.quantity
        self.value += slice.value
        let index = self.place(of: slice.key)
        guard index < self.pool.layers.endIndex, self.pool.layers[index].key == slice.key else {
            self.pool.layers.insert(slice, at: index)
            return self.check(slice)
        }
        if self.pool.layers[index].quantity.isPositive {
            self.pool.layers[index].join(slice)
        } else {
            self.pool.layers[index] = slice
            self.emptyLayers -= 1
        }
        self.check(self.pool.layers[index])
    }

    /// What one base unit is worth now.
    private mutating func settle() {
        let value = self.value + self.pool.shared
        guard self.isPossible, self.quantity.isPositive,
            let each = value.share(1, of: self.quantity)
        else { return }
        self.pool.unitCost = each
    }

    private mutating func check(_ layer: CostSlice) {
        self.isPossible =
            self.isPossible && CostBounds.allow(layer.quantity, layer.value)
            && CostBounds.allow(self.quantity, self.value)
            && CostBounds.allow(.zero, self.pool.shared)
    }

    /// Forgets layers that have nothing left, whatever they were worth.
    private mutating func drop(_ indices: Set<Int>) {
        for index in indices where !self.pool.layers[index].quantity.isPositive {
            self.quantity -= self.pool.layers[index].quantity
            self.value -= self.pool.layers[index].value
            self.pool.layers[index].quantity = .zero
            self.pool.layers[index].value = .zero
            self.emptyLayers += 1
        }
        let count = self.pool.layers.count
        guard count >= Self.fewLayers, self.emptyLayers > count / 2 else { return }
        self.pool.layers.removeAll { !$0.quantity.isPositive }
        self.emptyLayers = 0
    }

    /// Where goods are, or have been.
    private func layer(_ goods: CostSlice.Key?) -> Int? {
        guard let goods else { return nil }
        let index = self.place(of: goods)
        guard index < self.pool.layers.endIndex, self.pool.layers[index].key == goods else {
            return nil
        }
        return index
    }

    /// The first layer that is as old or younger.
    private func place(of goods: CostSlice.Key) -> Int {
        var (low, high) = (self.pool.layers.startIndex, self.pool.layers.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if self.pool.layers[middle].key < goods { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
