import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Which layers and debts facts are thought to reach.
struct CostReach {
    /// Variants of which all are needed; the rest is about others.
    let whole: Set<ID<Variant>>
    /// Pools that goods leave, the oldest first.
    let issuing: Set<CostPool.Key>
    /// Pools that goods come to, which settle the oldest debts first.
    let receiving: Set<CostPool.Key>
    /// Earlier lines of goods which may move again, or no longer be owed.
    let followed: [CostLine]
    /// How many layers are read of a pool that goods leave, and debts of one that they come to.
    let oldest: Int
}

/// Rows say more of a pool than the rules allow: somebody has changed them, and the audit puts them right.
struct ImpossibleCosts: Error {
    let pool: CostPool.Key
}

extension CostPoolStore {
    /// All pools of variants, each with the layers and debts that are within reach.
    static func load(
        _ variants: [ID<Variant>],
        _ costings: [ID<Variant>: Costing],
        _ reach: CostReach,
        in transaction: borrowing Transaction
    ) throws -> [CostPool] {
        let whole = variants.filter(reach.whole.contains)
        let rows = try transaction.pipeline([
            "SELECT * FROM cost_pool WHERE variant = ANY (\(variants))",
            "SELECT * FROM cost_layer WHERE variant = ANY (\(whole)) ORDER BY acquired_at, origin",
            "SELECT * FROM cost_debt WHERE variant = ANY (\(whole)) ORDER BY line",
            self.oldest(
                reach.oldest,
                in: "cost_layer",
                of: reach.issuing,
                by: "acquired_at, origin"
            ),
            self.oldest(reach.oldest, in: "cost_debt", of: reach.receiving, by: "line"),
            self.layers(of: reach.followed),
            "SELECT * FROM cost_debt WHERE line = ANY (\(reach.followed.map(\.number)))",
        ])
        let all = (layers: try self.layers(rows[1]), debts: try self.debts(rows[2]))
        let oldest = (layers: try self.layers(rows[3]), debts: try self.debts(rows[4]))
        let single = (layers: try self.layers(rows[5]), debts: try self.debts(rows[6]))
        let goods = Dictionary(grouping: reach.followed, by: \.pool)
            .mapValues { Set($0.compactMap(\.goods)) }
        return try rows[0].map { row in
            let key = try CostPool.Key(row)
            let isWhole = reach.whole.contains(key.variant)
            let first = isWhole ? all : oldest
            let layers = Set(first.layers[key] ?? []).union(single.layers[key] ?? [])
                .sorted { $0.key < $1.key }
            let debts = Set(first.debts[key] ?? []).union(single.debts[key] ?? [])
                .sorted { $0.line < $1.line }
            let pool = CostPool(
                key: key,
                costing: costings[key.variant] ?? .usual,
                layers: layers,
                unseen: isWhole
                    ? nil
                    : try UnseenLayers(
                        of: row,
                        beside: layers,
                        after: first.layers[key]?.last?.key,
                        known: goods[key] ?? []
                    ),
                shared: CostValue(millionths: try row.decode("value")),
                debts: debts,
                unseenDebts: isWhole
                    ? nil
                    : try UnseenDebts(
                        of: row,
                        beside: debts,
                        after: first.debts[key]?.last?.line
                    ),
                unitCost: try row.decode("unit_cost", as: Int64?.self)
                    .map(CostValue.init(millionths:))
            )
            guard pool.isPossible else { throw ImpossibleCosts(pool: key) }
            return pool
        }
    }

    /// The first rows of each of some pools in the order of some columns.
    private static func oldest(
        _ count: Int,
        in table: SQL,
        of pools: Set<CostPool.Key>,
        by order: SQL
    ) -> SQL {
        let pools = pools.sorted()
        return """
            SELECT row.*
            FROM unnest(\(pools.map(\.variant)), \(pools.map(\.warehouse)))
                AS pool (variant, warehouse)
            CROSS JOIN LATERAL (
                SELECT *
                FROM \(fragment: table) AS kept
                WHERE kept.variant = pool.variant AND kept.warehouse = pool.warehouse
                ORDER BY \(fragment: order)
                LIMIT \(count)
            ) AS row
            ORDER BY \(fragment: order)
            """
    }

    /// The layers of goods that lines are about, where these are now.
    private static func layers(of lines: [CostLine]) -> SQL {
        let goods = lines.compactMap { line in line.goods.map { (pool: line.pool, key: $0) } }
        return """
            SELECT cost_layer.*
            FROM (
                SELECT DISTINCT *
                FROM unnest(
                    \(goods.map(\.pool.variant)), \(goods.map(\.pool.warehouse)),
                    \(goods.map(\.key.acquiredAt)), \(goods.map(\.key.origin))
                ) AS wanted (variant, warehouse, acquired_at, origin)
            ) AS goods
            JOIN cost_layer USING (variant, warehouse, acquired_at, origin)
            """
    }

    private static func layers(_ rows: Rows) throws -> [CostPool.Key: [CostSlice]] {
        try Dictionary(grouping: rows, by: CostPool.Key.init)
            .mapValues { try $0.map { try CostSlice($0) } }
    }

    private static func debts(_ rows: Rows) throws -> [CostPool.Key: [CostDebt]] {
        try Dictionary(grouping: rows, by: CostPool.Key.init)
            .mapValues { try $0.map { try CostDebt($0) } }
    }
}
