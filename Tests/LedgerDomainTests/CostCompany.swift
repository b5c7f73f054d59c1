import Contracts
import Kernel
import LedgerDomain

/// A company whose goods are costed: two warehouses, a few variants, and what happened so far.
struct CostCompany {
    private(set) var book = CostBook()
    /// Everything that was followed, in order.
    private(set) var facts: [CostFact] = []
    private var generator: SeededGenerator
    /// What can be undone: entries with what is left of each movement.
    private(set) var left: [ID<Entry>: [ID<Movement>: Quantity]] = [:]
    private var entries: [ID<Entry>: CostedEntry] = [:]

    static let nut = ID<Variant>(head: 1, tail: 1)
    static let bolt = ID<Variant>(head: 1, tail: 2)
    static let north = ID<Location>(head: 2, tail: 1)
    static let south = ID<Location>(head: 2, tail: 2)
    static let euro = Currency("EUR")

    init(_ costing: Costing = Costing(.fifo), seed: UInt64 = 1) {
        self.generator = SeededGenerator(seed: seed)
        for variant in [Self.nut, Self.bolt] { self.book.insert(costing, of: variant) }
    }

    /// The time of the next fact.
    var now: Timestamp {
        Timestamp(microseconds: 1_790_000_000_000_000 + Int64(self.facts.count) * 1_000_000)
    }

    static func pool(
        _ warehouse: ID<Location> = Self.north,
        of variant: ID<Variant> = Self.nut
    ) -> CostPool.Key {
        CostPool.Key(variant: variant, warehouse: warehouse)
    }

    func pool(
        _ warehouse: ID<Location> = Self.north,
        of variant: ID<Variant> = Self.nut
    ) -> CostPool {
        let key = Self.pool(warehouse, of: variant)
        return self.book.pools[key] ?? CostPool(key: key)
    }

    /// What a pool is worth.
    func value(
        _ warehouse: ID<Location> = Self.north,
        of variant: ID<Variant> = Self.nut
    ) -> CostValue {
        self.pool(warehouse, of: variant).value
    }

    /// What an account has had, with the sign of stock.
    func sum(_ account: CostAccount) -> CostValue {
        self.book.written.filter { $0.account == account }.reduce(.zero) { $0 + $1.value }
    }

    mutating func follow(_ fact: CostFact) {
        self.facts.append(fact)
        self.book.follow(fact)
    }

    /// One movement, or several of one entry.
    @discardableResult
    mutating func post(
        _ kind: EntryKind,
        _ moves: [Move],
        original: ID<Entry>? = nil,
        effectiveAt: Timestamp? = nil
    ) -> CostedEntry {
        let id: ID<Entry> = self.identifier()
        let entry = CostedEntry(
            id: id,
            kind: kind,
            effectiveAt: effectiveAt ?? self.now,
            recordedAt: self.now,
            original: original,
            movements: moves.map { move in
                CostedMovement(
                    id: self.identifier(),
                    variant: move.variant,
                    quantity: move.quantity,
                    from: move.from,
                    to: move.to,
                    price: move.price,
                    rate: move.rate,
                    reverses: move.reverses
                )
            }
        )
        self.follow(.entry(entry))
        if kind != .reverse {
            self.entries[id] = entry
            self.left[id] = Dictionary(
                uniqueKeysWithValues: entry.movements.map { ($0.id, $0.quantity) }
            )
        }
        return entry
    }

    @discardableResult
    mutating func order(_ action: CostOrder.Action) -> ID<CostSource> {
        let order = CostOrder(
            id: self.identifier(),
            recordedAt: self.now,
            effectiveAt: self.now,
            action: action
        )
        self.follow(.order(order))
        return order.id
    }

    /// Undoes what is left of an entry, or at most so much of each movement.
    mutating func reverse(_ id: ID<Entry>, upTo limit: Quantity? = nil) {
        guard let entry = self.entries[id] else { return }
        var moves: [Move] = []
        for movement in entry.movements.reversed() {
            let left = self.left[id]?[movement.id] ?? .zero
            let quantity = min(left, limit ?? left)
            guard quantity.isPositive else { continue }
            self.left[id]?[movement.id] = left - quantity
            var move = Move(quantity, movement.to, movement.from, of: movement.variant)
            move.reverses = movement.id
            moves.append(move)
        }
        if !moves.isEmpty { self.post(.reverse, moves, original: id) }
    }

    private mutating func identifier<Subject>() -> ID<Subject> {
        ID(head: 7, tail: self.generator.next())
    }

    /// Goods on their way.
    struct Move {
        let variant: ID<Variant>
        let quantity: Quantity
        let from: CostEnd
        let to: CostEnd
        var price: UnitPrice?
        var rate: ExchangeRate?
        var reverses: ID<Movement>?

        init(
            _ quantity: Quantity,
            _ from: CostEnd,
            _ to: CostEnd,
            of variant: ID<Variant> = CostCompany.nut,
            price: String? = nil,
            isForeign: Bool = false
        ) {
            self.variant = variant
            self.quantity = quantity
            self.from = from
            self.to = to
            guard let price, let euro = CostCompany.euro else { return }
            self.price = UnitPrice(price, euro)
            self.rate = isForeign ? nil : .one
        }
    }
}

extension CostEnd {
    static let north = CostEnd.warehouse(CostCompany.north)
    static let south = CostEnd.warehouse(CostCompany.south)
    static let supplier = CostEnd.outside(.supplier)
    static let customer = CostEnd.outside(.customer)
    static let scrap = CostEnd.outside(.scrap)
    static let adjustment = CostEnd.outside(.adjustment)
    static let production = CostEnd.outside(.production)
}

extension CostCompany {
    @discardableResult
    mutating func receive(
        _ quantity: Quantity,
        at price: String?,
        _ place: CostEnd = .north,
        of variant: ID<Variant> = CostCompany.nut
    ) -> CostedEntry {
        self.post(.receive, [Move(quantity, .supplier, place, of: variant, price: price)])
    }

    @discardableResult
    mutating func sell(_ quantity: Quantity, _ place: CostEnd = .north) -> CostedEntry {
        self.post(.sale, [Move(quantity, place, .customer)])
    }

    @discardableResult
    mutating func transfer(_ quantity: Quantity) -> CostedEntry {
        self.post(.transfer, [Move(quantity, .north, .south)])
    }
}
