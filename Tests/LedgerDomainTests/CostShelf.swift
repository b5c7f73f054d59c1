import Contracts
import Kernel
import LedgerDomain

/// Where books of costs are put away, whole, and handed out with a few layers of each pool.
struct CostShelf {
    private(set) var pools: [CostPool.Key: CostPool] = [:]
    private(set) var lines: [CostLine] = []
    private var costings: [ID<Variant>: Costing]
    private var generator: SeededGenerator
    /// How often a book with few layers was enough, and how often it was not.
    private(set) var runs = (enough: 0, more: 0)

    init(_ costing: Costing, seed: UInt64) {
        self.costings = [CostCompany.nut: costing, CostCompany.bolt: costing]
        self.generator = SeededGenerator(seed: seed)
    }

    /// Follows facts with as many layers as that takes.
    mutating func follow(_ facts: ArraySlice<CostFact>) {
        var whole: Set<ID<Variant>> = []
        while true {
            var book = self.book(for: facts, whole: whole)
            let before = book
            for fact in facts { book.follow(fact) }
            if book.incomplete.isEmpty {
                self.keep(book, since: before)
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
        for line in self.lines { book.insert(line) }
        for (variant, costing) in self.costings { book.insert(costing, of: variant) }
        let followed = Set(facts.compactMap(\.original).map { ID<CostSource>($0) })
        for (key, pool) in self.pools {
            let known = self.lines.filter { $0.pool == key && followed.contains($0.source) }
                .compactMap(\.goods)
            let count = Int.random(in: 0...2, using: &self.generator)
            book.insert(
                whole.contains(key.variant) ? pool : pool.showing(count, and: Set(known))
            )
        }
        return book
    }

    private mutating func keep(_ book: CostBook, since before: CostBook) {
        self.lines += book.written
        self.costings.merge(book.costings) { $1 }
        for (key, pool) in book.pools {
            let read = Set(before.pools[key]?.layers.map(\.key) ?? [])
            let hidden = (self.pools[key]?.layers ?? []).filter { !read.contains($0.key) }
            self.pools[key] = pool.joined(with: pool.unseen == nil ? [] : hidden)
        }
    }
}

extension CostFact {
    fileprivate var original: ID<Entry>? {
        guard case .entry(let entry) = self else { return nil }
        return entry.original
    }
}

extension CostPool {
    /// The pool with some of its oldest layers and some others; all where none is left out.
    fileprivate func showing(_ count: Int, and known: Set<CostSlice.Key>) -> CostPool {
        let first = self.layers.prefix(count)
        let shown = first + self.layers.dropFirst(count).filter { known.contains($0.key) }
        guard shown.count < self.layers.count else { return self }
        let unseen = UnseenLayers(
            quantity: self.layers.quantity - shown.quantity,
            value: self.layers.value - shown.value,
            after: first.last?.key,
            known: known
        )
        return self.with(Array(shown), unseen)
    }

    /// The pool with the layers that it was shown without, and what was put to them.
    fileprivate func joined(with hidden: [CostSlice]) -> CostPool {
        var all = self.layers + hidden
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
        return self.with(all.sorted { $0.key < $1.key }, nil)
    }

    private func with(_ layers: [CostSlice], _ unseen: UnseenLayers?) -> CostPool {
        CostPool(
            key: self.key,
            costing: self.costing,
            layers: layers,
            unseen: unseen,
            shared: self.shared,
            debts: self.debts,
            unitCost: self.unitCost
        )
    }
}
