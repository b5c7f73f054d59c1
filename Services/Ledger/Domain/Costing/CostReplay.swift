package import Contracts
package import Kernel

/// The pools of one variant, made again from the lines that were written of it.
///
/// What other variants had to do with it, as what products are made of, stands in the lines; so
/// those of one are enough. Orders are followed anew, since they may change pools without a line.
package struct CostReplay: Sendable {
    private var book = CostBook()
    /// The pools of the book while lines are followed.
    private var replayed: [CostPool.Key: ReplayedPool] = [:]
    /// Whether all lines are such as the rules write; if not, they were not followed to the end.
    package private(set) var isPossible = true

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
        self.isPossible = lines.allSatisfy(\.isPossible)
        var (rest, waiting) = (lines[...], orders[...])
        while self.isPossible, let line = rest.first {
            while let order = waiting.first, order.isBefore(line) {
                self.follow(order)
                waiting.removeFirst()
            }
            self.follow(&rest)
        }
        guard self.isPossible else { return }
        for order in waiting { self.follow(order) }
        self.save()
    }

    package var pools: [CostPool.Key: CostPool] { self.book.pools }

    package var costings: [ID<Variant>: Costing] { self.book.costings }

    private mutating func follow(_ order: CostOrder) {
        switch order.action {
        // What a cost of receipts has come to stands in lines.
        case .land, .reverse: return
        case .cost, .revalue:
            self.save()
            self.book.follow(.order(order))
        }
    }

    /// Gives the book its pools as they are now.
    private mutating func save() {
        for pool in self.replayed.values { self.book.save(pool.whole) }
        self.replayed = [:]
    }

    /// Changes a pool where it is: to copy one takes as long as it has layers.
    private mutating func change(_ key: CostPool.Key, _ change: (inout ReplayedPool) -> Void) {
        if self.replayed[key] == nil { self.replayed[key] = ReplayedPool(self.book.pool(key)) }
        guard let index = self.replayed.index(forKey: key) else { return }
        change(&self.replayed.values[index])
        if !self.replayed.values[index].isPossible { self.isPossible = false }
    }

    /// Follows the first lines, which were written for one thing.
    private mutating func follow(_ rest: inout ArraySlice<CostLine>) {
        let line = rest.removeFirst()
        switch line.kind {
        case .moved where line.quantity.isNegative:
            var taken = [line]
            while let next = rest.first, next.isTakenWith(line) { taken.append(rest.removeFirst()) }
            self.change(line.pool) { $0.take(taken) }
        case .moved:
            let decreed = rest.first.flatMap { $0.decree(of: line) }
            self.change(line.pool) { $0.put(line, decreed: decreed) }
        case .landed: self.land(line, before: rest.first)
        // They say what came of other lines, or of orders.
        case .variance, .settled, .revalued: break
        }
    }

    /// A cost that came later; what of it fell to goods that are gone, or are worth what was decreed,
    /// the line after it takes away again.
    private mutating func land(_ line: CostLine, before next: CostLine?) {
        if line.isPassedOn(by: next) { return }
        self.change(line.pool) { $0.land(line) }
    }
}

extension CostOrder {
    func isBefore(_ line: CostLine) -> Bool {
        self.recordedAt == line.recordedAt
            ? self.id < line.source : self.recordedAt < line.recordedAt
    }
}

extension CostLine {
    /// Whether the line after it gives a cost that came later to another account, as the goods do not
    /// have it.
    func isPassedOn(by next: CostLine?) -> Bool {
        guard let next, next.number == self.number + 1, next.value == -self.value else {
            return false
        }
        return next.account == .variance || next.kind == .landed && next.account != .landed
    }

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
