import Contracts
import Kernel
import LedgerDomain

/// Where books of costs are put away, whole, and handed out with a few layers and debts of each
/// pool.
struct CostShelf {
    private(set) var pools: [CostPool.Key: CostPool] = [:]
    private(set) var lines: [CostLine] = []
    private(set) var shifts: [CostShift] = []
    private var costings: [ID<Variant>: Costing]
    private var orders: [CostOrder] = []
    private var generator: SeededGenerator
    /// How often a book with a few was enough, and how often it was not.
    private(set) var runs = (enough: 0, more: 0)

    init(_ costing: Costing, seed: UInt64) {
        self.costings = [CostCompany.nut: costing, CostCompany.bolt: costing]
        self.generator = SeededGenerator(seed: seed)
    }

    /// Follows facts with as many layers and debts as that takes.
    mutating func follow(_ facts: ArraySlice<CostFact>) {
        var whole: Set<ID<Variant>> = []
        while true {
            var book = self.book(for: facts, whole: whole)
            let before = book
            for fact in facts { book.follow(fact) }
            if book.incomplete.isEmpty {
                self.keep(book, since: before)
                self.orders += facts.compactMap(\.order)
                self.runs.enough += whole.isEmpty ? 1 : 0
                return
            }
            whole.formUnion(book.incomplete)
            self.runs.more += 1
        }
    }

    private mutating func book(
        for facts: ArraySlice<CostFact>,
        whole: Set<ID<Variant>>
    ) -> CostBook {
        var book = CostBook(after: Int64(self.lines.count))
        for line in self.lines {
            book.insert(line)
            book.insert(later: line)
        }
        for order in self.orders { book.insert(later: order) }
        for (variant, costing) in self.costings { book.insert(costing, of: variant) }
        let followed = Set(facts.compactMap(\.original).map { ID<CostSource>($0) })
        for (key, pool) in self.pools {
            let known = self.lines.filter { $0.pool == key && followed.contains($0.source) }
            let layers = Int.random(in: 0...2, using: &self.generator)
            let debts = Int.random(in: 0...2, using: &self.generator)
            book.insert(
                whole.contains(key.variant)
                    ? pool : pool.showing(layers: layers, debts: debts, and: known)
            )
        }
        return book
    }

    private mutating func keep(_ book: CostBook, since before: CostBook) {
        self.lines += book.written
        self.shifts += book.shifts
        self.costings.merge(book.costings) { $1 }
        for (key, pool) in book.pools {
            let (shown, there) = (before.pools[key], self.pools[key])
            let layers = Set(shown?.layers.map(\.key) ?? [])
            let debts = Set(shown?.debts.map(\.line) ?? [])
            self.pools[key] = pool.joined(
                with: (there?.layers ?? []).filter { !layers.contains($0.key) },
                (there?.debts ?? []).filter { !debts.contains($0.line) }
            )
        }
    }
}

extension CostFact {
    var order: CostOrder? {
        guard case .order(let order) = self else { return nil }
        return order
    }

    fileprivate var original: ID<Entry>? {
        guard case .entry(let entry) = self else { return nil }
        return entry.original
    }
}

extension CostPool {
    /// The pool with some of its oldest layers and debts, and those that lines are about; all where none
    /// is left out.
    fileprivate func showing(layers: Int, debts: Int, and known: [CostLine]) -> CostPool {
        let goods = Set(known.compactMap(\.goods))
        let first = self.layers.prefix(layers)
        let slices = first + self.layers.dropFirst(layers).filter { goods.contains($0.key) }
        let unseen = UnseenLayers(
            quantity: self.layers.quantity - slices.quantity,
            value: self.layers.value - slices.value,
            after: first.last?.key,
            known: goods
        )
        let lines = Set(known.map(\.number))
        let oldest = self.debts.prefix(debts)
        let owed = oldest + self.debts.dropFirst(debts).filter { lines.contains($0.line) }
        let hidden = self.debts.filter { !owed.contains($0) }
        let unseenDebts = UnseenDebts(
            quantity: hidden.quantity,
            value: hidden.value,
            after: oldest.last?.line
        )
        return self.with(
            Array(slices),
            slices.count < self.layers.count ? unseen : nil,
            Array(owed),
            hidden.isEmpty ? nil : unseenDebts
        )
    }

    /// The pool with what it was shown without, and what was put to that.
    fileprivate func joined(with layers: [CostSlice], _ debts: [CostDebt]) -> CostPool {
        var all = self.layers + layers
        for slice in self.unseen?.added.values.map({ $0 }) ?? [] {
            guard let index = all.firstIndex(where: { $0.key == slice.key }) else {
                all.append(slice)
                continue
            }
            all[index] = CostSlice(
                origin: slice.key.origin,
                acquiredAt: slice.key.acquiredAt,
                quantity: all[index].quantity + slice.quantity,
                value: all[index].value + slice.value,
                isPriced: all[index].isPriced && slice.isPriced
            )
        }
        return self.with(
            all.sorted { $0.key < $1.key },
            nil,
            (self.debts + debts).sorted { $0.line < $1.line },
            nil
        )
    }

    private func with(
        _ layers: [CostSlice],
        _ unseen: UnseenLayers?,
        _ debts: [CostDebt],
        _ unseenDebts: UnseenDebts?
    ) -> CostPool {
        CostPool(
            key: self.key,
            costing: self.costing,
            layers: layers,
            unseen: unseen,
            shared: self.shared,
            debts: debts,
            unseenDebts: unseenDebts,
            unitCost: self.unitCost
        )
    }
}
