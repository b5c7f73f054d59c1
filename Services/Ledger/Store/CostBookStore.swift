import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The tables of the book of costs, as a run of costing needs them.
enum CostBookStore {
    /// The book before and after some facts.
    ///
    /// Most need few layers and debts. Where others turn out to be needed, all of their variants are read, and
    /// the facts are followed again; each time there are fewer of which some are missing.
    ///
    /// - Parameter oldest: How many layers are read at first of what goods leave, and debts of what they
    ///   come to.
    static func follow(
        _ facts: [CostFact],
        after position: CostPosition,
        oldest: Int = CostLimits().oldest,
        in transaction: borrowing Transaction
    ) throws -> (before: CostBook, after: CostBook) {
        var whole: Set<ID<Variant>> = []
        while true {
            let before = try self.load(
                facts,
                after: position,
                whole: whole,
                oldest: oldest,
                in: transaction
            )
            var book = before
            for fact in facts { book.follow(fact) }
            let incomplete = book.incomplete
            guard !incomplete.isEmpty else { return (before, book) }
            whole.formUnion(incomplete)
        }
    }

    /// What facts will need: the pools of their variants with some layers and debts, and the lines that they may
    /// follow.
    ///
    /// - Parameter whole: Variants of which all layers and debts are needed.
    private static func load(
        _ facts: [CostFact],
        after position: CostPosition,
        whole: Set<ID<Variant>>,
        oldest: Int,
        in transaction: borrowing Transaction
    ) throws -> CostBook {
        var book = CostBook(after: position.lastNumber)
        let lines = try self.lines(followedBy: facts, in: transaction)
        for line in lines { book.insert(line) }
        try self.addSequel(of: facts, after: position, to: &book, in: transaction)
        let variants = Set(facts.flatMap(\.variants) + lines.map(\.pool.variant)).sorted()
        guard !variants.isEmpty else { return book }
        let costings = try CostPolicies.costings(of: variants, in: transaction)
        for (variant, costing) in costings { book.insert(costing, of: variant) }
        let isPart: (CostPool.Key) -> Bool = { !whole.contains($0.variant) }
        let reach = CostReach(
            whole: whole,
            issuing: Set(facts.flatMap { $0.pools(at: \.from) }.filter(isPart)),
            receiving: Set(facts.flatMap { $0.pools(at: \.to) }.filter(isPart)),
            followed: lines.filter { $0.goods != nil && isPart($0.pool) },
            oldest: oldest
        )
        for pool in try CostPoolStore.load(variants, costings, reach, in: transaction) {
            book.insert(pool)
        }
        return book
    }

    private static func lines(
        followedBy facts: [CostFact],
        in transaction: borrowing Transaction
    ) throws -> [CostLine] {
        let sources = Set(facts.flatMap(\.followedSources)).sorted()
        guard !sources.isEmpty else { return [] }
        return try transaction.execute(CostEntryStore.lines(of: sources)).map { try CostLine($0) }
    }

    /// What has happened to the goods of costs that facts take back.
    private static func addSequel(
        of facts: [CostFact],
        after position: CostPosition,
        to book: inout CostBook,
        in transaction: borrowing Transaction
    ) throws {
        let orders = facts.compactMap(\.reversedOrder)
        guard !orders.isEmpty else { return }
        let rows = try transaction.pipeline([
            CostEntryStore.lines(since: orders),
            CostOrderStore.orders(since: orders, upTo: position),
        ])
        for row in rows[0] { book.insert(later: try CostLine(row)) }
        for row in rows[1] { book.insert(later: try CostOrder(row)) }
    }

    /// What a book has more than before.
    static func save(_ book: CostBook, since before: CostBook) -> [SQL] {
        var statements: [SQL] = []
        if !book.written.isEmpty { statements.append(CostEntryStore.append(book.written)) }
        if !book.shifts.isEmpty { statements.append(CostShiftStore.append(book.shifts)) }
        let pools = book.changed.sorted().compactMap { book.pools[$0] }
        if !pools.isEmpty {
            statements += CostPoolStore.save(pools, since: before.pools)
        }
        let costings = book.costings.filter { before.costings[$0.key] != $0.value }
            .sorted { $0.key < $1.key }
        if !costings.isEmpty { statements.append(CostPolicies.save(costings)) }
        return statements
    }
}

extension CostFact {
    /// The variants that the fact itself names.
    fileprivate var variants: [ID<Variant>] {
        switch self {
        case .entry(let entry): return entry.movements.map(\.variant)
        case .order(let order):
            switch order.action {
            case .cost(let variant, _): return [variant]
            case .revalue(let revaluation): return [revaluation.variant]
            case .land, .reverse: return []
            }
        }
    }

    /// The pools at one end of movements between them.
    fileprivate func pools(at end: (CostedMovement) -> CostEnd) -> [CostPool.Key] {
        guard case .entry(let entry) = self else { return [] }
        return entry.movements.compactMap { movement in
            guard case .warehouse(let warehouse) = end(movement), movement.from != movement.to
            else {
                return nil
            }
            return CostPool.Key(variant: movement.variant, warehouse: warehouse)
        }
    }

    /// Whose lines the fact follows.
    fileprivate var followedSources: [ID<CostSource>] {
        switch self {
        case .entry(let entry): return entry.original.map { [ID($0)] } ?? []
        case .order(let order):
            switch order.action {
            case .land(let cost): return cost.receipts.map { ID($0.entry) }
            case .reverse(let order): return [order]
            case .cost, .revalue: return []
            }
        }
    }

    fileprivate var reversedOrder: ID<CostSource>? {
        guard case .order(let order) = self, case .reverse(let reversed) = order.action else {
            return nil
        }
        return reversed
    }
}
