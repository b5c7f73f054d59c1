import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The tables of the book of costs, as a run of costing needs them.
enum CostBookStore {
    /// What facts will need: their variants with all pools, and the lines that they may follow.
    static func load(
        _ facts: [CostFact],
        after position: CostPosition,
        in transaction: borrowing Transaction
    ) throws -> CostBook {
        var book = CostBook(after: position.lastNumber)
        let lines = try self.lines(followedBy: facts, in: transaction)
        for line in lines { book.insert(line) }
        let variants = Set(facts.flatMap(\.variants) + lines.map(\.pool.variant)).sorted()
        guard !variants.isEmpty else { return book }
        let costings = try CostPolicies.costings(of: variants, in: transaction)
        for (variant, costing) in costings { book.insert(costing, of: variant) }
        for pool in try self.pools(of: variants, costings, in: transaction) { book.insert(pool) }
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

    private static func pools(
        of variants: [ID<Variant>],
        _ costings: [ID<Variant>: Costing],
        in transaction: borrowing Transaction
    ) throws -> [CostPool] {
        let rows = try transaction.pipeline([
            "SELECT * FROM cost_pool WHERE variant = ANY (\(variants))",
            """
            SELECT * FROM cost_layer
            WHERE variant = ANY (\(variants))
            ORDER BY acquired_at, origin
            """,
            "SELECT * FROM cost_debt WHERE variant = ANY (\(variants)) ORDER BY line",
        ])
        var layers: [CostPool.Key: [CostSlice]] = [:]
        for row in rows[1] { layers[try CostPool.Key(row), default: []].append(try CostSlice(row)) }
        var debts: [CostPool.Key: [CostDebt]] = [:]
        for row in rows[2] { debts[try CostPool.Key(row), default: []].append(try CostDebt(row)) }
        return try rows[0].map { row in
            let key = try CostPool.Key(row)
            return CostPool(
                key: key,
                costing: costings[key.variant] ?? .usual,
                layers: layers[key] ?? [],
                shared: CostValue(millionths: try row.decode("value")),
                debts: debts[key] ?? [],
                unitCost: try row.decode("unit_cost", as: Int64?.self)
                    .map(CostValue.init(millionths:))
            )
        }
    }

    /// What a book has more than before.
    static func save(_ book: CostBook, since before: CostBook) -> [SQL] {
        var statements: [SQL] = []
        if !book.written.isEmpty { statements.append(CostEntryStore.append(book.written)) }
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
            case .land: return []
            }
        }
    }

    /// Whose lines the fact follows.
    fileprivate var followedSources: [ID<CostSource>] {
        switch self {
        case .entry(let entry): return entry.original.map { [ID($0)] } ?? []
        case .order(let order):
            guard case .land(let cost) = order.action else { return [] }
            return cost.receipts.map { ID($0.entry) }
        }
    }
}

extension CostPool.Key {
    init(_ row: Row) throws {
        self.init(variant: try row.decode("variant"), warehouse: try row.decode("warehouse"))
    }
}

extension CostSlice {
    init(_ row: Row) throws {
        self.init(
            origin: try row.decode("origin"),
            acquiredAt: try row.decode("acquired_at"),
            quantity: try row.decode("quantity"),
            value: CostValue(millionths: try row.decode("value")),
            isPriced: try row.decode("is_priced")
        )
    }
}

extension CostDebt {
    init(_ row: Row) throws {
        self.init(
            line: try row.decode("line"),
            movement: try row.decode("movement"),
            account: try row.word("account"),
            quantity: try row.decode("quantity"),
            value: CostValue(millionths: try row.decode("value"))
        )
    }
}
