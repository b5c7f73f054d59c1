package import Contracts
package import Kernel

/// The pools of one variant, made again from the lines that were written of it.
///
/// What other variants had to do with it, as what products are made of, stands in the lines; so
/// those of one are enough. Orders are followed anew, since they may change pools without a line.
package struct CostReplay: Sendable {
    private var book = CostBook()

    /// - Parameters:
    ///   - costing: How the variant was costed when it first was.
    ///   - lines: All of the variant, by number.
    ///   - orders: All that were followed, in the order of recording.
    package init(
        of variant: ID<Variant>,
        beginning costing: Costing,
        lines: [CostLine],
        orders: [CostOrder]
    ) {
        self.book.insert(costing, of: variant)
        var (rest, waiting) = (lines[...], orders[...])
        while let line = rest.first {
            while let order = waiting.first, order.isBefore(line) {
                self.follow(order)
                waiting.removeFirst()
            }
            self.follow(&rest)
        }
        for order in waiting { self.follow(order) }
    }

    package var pools: [CostPool.Key: CostPool] { self.book.pools }

    package var costings: [ID<Variant>: Costing] { self.book.costings }

    private mutating func follow(_ order: CostOrder) {
        // What a cost of receipts has come to stands in lines.
        if case .land = order.action { return }
        self.book.follow(.order(order))
    }

    /// Follows the first lines, which were written for one thing.
    private mutating func follow(_ rest: inout ArraySlice<CostLine>) {
        let line = rest.removeFirst()
        switch line.kind {
        case .moved where line.quantity.isNegative:
            var taken = [line]
            while let next = rest.first, next.isTakenWith(line) { taken.append(rest.removeFirst()) }
            self.take(taken)
        case .moved: self.put(line, decreed: rest.first.flatMap { $0.decree(of: line) })
        case .landed: self.land(line, before: rest.first)
        // They say what came of other lines, or of orders.
        case .variance, .settled, .revalued: break
        }
    }

    /// Goods that leave with one movement; the last of them may have been owed.
    private mutating func take(_ lines: [CostLine]) {
        var pool = self.book.pool(lines[0].pool)
        let isTogether = pool.costing.method == .average
        for line in lines where !line.isOwed {
            guard let index = pool.layers.firstIndex(where: { $0.key == line.goods }) else {
                continue
            }
            pool.layers[index].quantity += line.quantity
            if isTogether {
                pool.shared += line.value
            } else {
                pool.layers[index].value += line.value
            }
        }
        pool.layers.removeAll { !$0.quantity.isPositive }
        if lines.contains(where: { !$0.isOwed }) { pool.settleLayers() }
        for line in lines where line.isOwed {
            guard let movement = line.movement else { continue }
            pool.debts.append(
                CostDebt(
                    line: line.number,
                    movement: movement,
                    account: line.account,
                    quantity: -line.quantity,
                    value: -line.value
                )
            )
        }
        self.book.save(pool)
    }

    /// Goods that come, or that need not come any more.
    private mutating func put(_ line: CostLine, decreed: CostValue?) {
        var pool = self.book.pool(line.pool)
        if let followed = line.follows, pool.cancel(followed, upTo: line.quantity) != nil {
            self.book.save(pool)
            return
        }
        guard let goods = line.goods else { return }
        _ = pool.add(
            CostSlice(
                origin: goods.origin,
                acquiredAt: goods.acquiredAt,
                quantity: line.quantity,
                value: line.value + (decreed ?? .zero),
                isPriced: line.isPriced
            )
        )
        self.book.save(pool)
    }

    /// A cost that came later; what of it fell to goods that are gone, or are worth what was decreed,
    /// the line after it takes away again.
    private mutating func land(_ line: CostLine, before next: CostLine?) {
        if let next, next.number == line.number + 1, next.value == -line.value,
            next.account == .variance || next.kind == .landed && next.account == .customer
        {
            return
        }
        var pool = self.book.pool(line.pool)
        guard line.account == .landed,
            let index = pool.layers.firstIndex(where: { $0.key == line.goods })
        else { return }
        pool.layers[index].value += line.value
        pool.settleLayers()
        self.book.save(pool)
    }
}

extension CostOrder {
    fileprivate func isBefore(_ line: CostLine) -> Bool {
        self.recordedAt == line.recordedAt
            ? self.id < line.source : self.recordedAt < line.recordedAt
    }
}

extension CostLine {
    /// Whether goods left before they came: they are of no other origin than their own movement.
    fileprivate var isOwed: Bool { self.goods?.origin == self.movement }

    /// Whether the goods left a pool at once with those of another line.
    fileprivate func isTakenWith(_ first: CostLine) -> Bool {
        self.kind == .moved && self.quantity.isNegative && self.source == first.source
            && self.movement == first.movement && self.pool == first.pool
            && self.follows == first.follows
    }

    /// What goods of another line are worth more by decree, where this line says so.
    fileprivate func decree(of other: CostLine) -> CostValue? {
        let isOf = self.number == other.number + 1 && self.movement == other.movement
        return isOf && self.kind == .variance && self.account == .variance ? self.value : nil
    }
}
