package import Contracts
package import Kernel

/// What stock is worth and how it came to that, as far as a run of costing needs it.
///
/// Facts are followed in the order in which they were recorded; the same facts on the same book
/// always give the same lines. Nothing is refused: what costs cannot be known for is taken at what
/// is presumed, and marked.
package struct CostBook: Sendable {
    package private(set) var pools: [CostPool.Key: CostPool] = [:]
    /// The pools that facts have touched.
    package private(set) var changed: Set<CostPool.Key> = []
    package private(set) var costings: [ID<Variant>: Costing] = [:]
    /// What facts have added, in order.
    package private(set) var written: [CostLine] = []
    /// What facts have done to layers and debts beyond what those lines say.
    package private(set) var shifts: [CostShift] = []
    /// The pools that the fact has touched, as they were before it; `nil` for new ones.
    private var former: [CostPool.Key: CostPool?] = [:]
    private(set) var history = CostHistory()
    /// What has happened to variants of which something is to be reversed.
    private(set) var sequel = CostSequel()
    private var warehouses: [ID<Variant>: Set<ID<Location>>] = [:]
    /// The number of the last line of all.
    package private(set) var last: Int64

    /// - Parameter last: The number of the last line that is in the book.
    package init(after last: Int64 = 0) {
        self.last = last
    }

    /// Makes a pool known; all that a variant has are to be.
    package mutating func insert(_ pool: CostPool) {
        self.pools[pool.key] = pool
        self.warehouses[pool.key.variant, default: []].insert(pool.key.warehouse)
    }

    package mutating func insert(_ costing: Costing, of variant: ID<Variant>) {
        self.costings[variant] = costing
    }

    /// Makes an earlier line known, which facts to come follow.
    package mutating func insert(_ line: CostLine) {
        self.history.insert(line)
    }

    /// Makes an order known that was followed, or a line that was written, since something which is to be
    /// reversed.
    package mutating func insert(later order: CostOrder) { self.sequel.insert(order) }
    package mutating func insert(later line: CostLine) { self.sequel.insert(line) }

    /// Writes what a fact does to the costs.
    package mutating func follow(_ fact: CostFact) {
        let first = self.written.count
        self.former = [:]
        switch fact {
        case .entry(let entry): self.follow(entry)
        case .order(let order): self.follow(order)
        }
        let lines = Dictionary(grouping: self.written[first...], by: \.pool)
        let turn = Turn(
            source: fact.source,
            effectiveAt: fact.effectiveAt,
            recordedAt: fact.recordedAt
        )
        // A line may be written to a pool that stays as it is.
        for key in Set(self.former.keys).union(lines.keys).sorted() {
            let former = if let former = self.former[key] { former } else { self.pools[key] }
            self.shifts += self.shifts(
                of: self.pool(key),
                since: former,
                beyond: lines[key] ?? [],
                for: turn
            )
        }
    }

    /// A pool as it is; an empty one where nothing ever was.
    func pool(_ key: CostPool.Key) -> CostPool {
        self.pools[key] ?? CostPool(key: key, costing: self.costing(of: key.variant))
    }

    func costing(of variant: ID<Variant>) -> Costing { self.costings[variant] ?? .usual }

    /// Variants of which layers or debts were needed that are not in the book: it is to be filled again
    /// with all of theirs, and what was written is worth nothing.
    package var incomplete: Set<ID<Variant>> {
        Set(self.pools.values.filter(\.isIncomplete).map(\.key.variant))
    }

    /// The pools of a variant with all their layers, in the order of their warehouses.
    mutating func wholePools(of variant: ID<Variant>) -> [CostPool] {
        self.warehouses[variant, default: []].sorted().map { warehouse in
            let key = CostPool.Key(variant: variant, warehouse: warehouse)
            self.pools[key]?.unseen?.isReached = true
            return self.pool(key)
        }
    }

    mutating func save(_ pool: CostPool) {
        if self.former[pool.key] == nil { self.former[pool.key] = .some(self.pools[pool.key]) }
        self.insert(pool)
        self.changed.insert(pool.key)
    }

    mutating func setCosting(_ costing: Costing, of variant: ID<Variant>) {
        self.costings[variant] = costing
    }

    /// Adds a line; returns its number.
    @discardableResult
    mutating func write(_ change: Change, to pool: CostPool.Key, for turn: Turn) -> Int64 {
        self.last += 1
        let line = CostLine(
            number: self.last,
            kind: change.kind,
            account: change.account,
            pool: pool,
            source: turn.source,
            movement: change.movement,
            quantity: change.quantity,
            value: change.value,
            goods: change.goods,
            follows: change.follows,
            isPriced: change.isPriced,
            price: change.price,
            rate: change.rate,
            effectiveAt: turn.effectiveAt,
            recordedAt: turn.recordedAt
        )
        self.written.append(line)
        self.history.insert(line)
        self.sequel.insert(line)
        return self.last
    }

    /// What is followed, and when it happened.
    struct Turn {
        let source: ID<CostSource>
        let effectiveAt: Timestamp
        let recordedAt: Timestamp
    }

    /// What one line says of itself.
    struct Change {
        var kind = CostKind.moved
        let account: CostAccount
        var movement: ID<Movement>?
        var quantity = Quantity.zero
        let value: CostValue
        var goods: CostSlice.Key?
        var follows: Int64?
        var isPriced = true
        var price: UnitPrice?
        var rate: ExchangeRate?
    }
}
