import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Which layers facts are thought to reach.
struct CostReach {
    /// Variants of which all are needed.
    let whole: Set<ID<Variant>>
    /// Pools that goods leave, the oldest first.
    let issuing: Set<CostPool.Key>
    /// Goods that earlier lines are about.
    let followed: [(pool: CostPool.Key, goods: CostSlice.Key)]
    /// How many of the oldest are read of a pool that goods leave.
    let layers: Int
}

/// Rows say more of a pool than the rules allow: somebody has changed them, and the audit puts them right.
struct ImpossibleCosts: Error {
    let pool: CostPool.Key
}

extension CostPoolStore {
    /// All pools of variants, each with the layers that are within reach.
    static func load(
        _ variants: [ID<Variant>],
        _ costings: [ID<Variant>: Costing],
        _ reach: CostReach,
        in transaction: borrowing Transaction
    ) throws -> [CostPool] {
        let whole = variants.filter(reach.whole.contains)
        let issuing = reach.issuing.filter { !reach.whole.contains($0.variant) }.sorted()
        let followed = reach.followed.filter { !reach.whole.contains($0.pool.variant) }
        let rows = try transaction.pipeline([
            "SELECT * FROM cost_pool WHERE variant = ANY (\(variants))",
            "SELECT * FROM cost_debt WHERE variant = ANY (\(variants)) ORDER BY line",
            "SELECT * FROM cost_layer WHERE variant = ANY (\(whole)) ORDER BY acquired_at, origin",
            self.oldest(reach.layers, of: issuing),
            """
            SELECT cost_layer.*
            FROM (
                SELECT DISTINCT *
                FROM unnest(
                    \(followed.map(\.pool.variant)), \(followed.map(\.pool.warehouse)),
                    \(followed.map(\.goods.acquiredAt)), \(followed.map(\.goods.origin))
                ) AS wanted (variant, warehouse, acquired_at, origin)
            ) AS goods
            JOIN cost_layer USING (variant, warehouse, acquired_at, origin)
            """,
        ])
        let debts = try Dictionary(grouping: rows[1], by: CostPool.Key.init)
        let all = try self.slices(rows[2])
        let oldest = try self.slices(rows[3])
        let single = try self.slices(rows[4])
        let known = Dictionary(grouping: followed, by: \.pool)
        return try rows[0].map { row in
            let key = try CostPool.Key(row)
            let first = all[key] ?? oldest[key] ?? []
            let isWhole = reach.whole.contains(key.variant)
            let read = Set(first).union(single[key] ?? []).sorted { $0.key < $1.key }
            let pool = CostPool(
                key: key,
                costing: costings[key.variant] ?? .usual,
                layers: read,
                unseen: isWhole
                    ? nil
                    : try self.unseen(
                        of: row,
                        read,
                        after: first.last?.key,
                        known: Set(known[key, default: []].map(\.goods))
                    ),
                shared: CostValue(millionths: try row.decode("value")),
                debts: try debts[key, default: []].map { try CostDebt($0) },
                unitCost: try row.decode("unit_cost", as: Int64?.self)
                    .map(CostValue.init(millionths:))
            )
            guard pool.isPossible else { throw ImpossibleCosts(pool: key) }
            return pool
        }
    }

    private static func oldest(_ count: Int, of pools: [CostPool.Key]) -> SQL {
        """
        SELECT layer.*
        FROM unnest(\(pools.map(\.variant)), \(pools.map(\.warehouse)))
            AS pool (variant, warehouse)
        CROSS JOIN LATERAL (
            SELECT *
            FROM cost_layer
            WHERE cost_layer.variant = pool.variant AND cost_layer.warehouse = pool.warehouse
            ORDER BY acquired_at, origin
            LIMIT \(count)
        ) AS layer
        ORDER BY layer.acquired_at, layer.origin
        """
    }

    private static func slices(_ rows: Rows) throws -> [CostPool.Key: [CostSlice]] {
        try Dictionary(grouping: rows, by: CostPool.Key.init)
            .mapValues { try $0.map { try CostSlice($0) } }
    }

    /// What a pool has beyond the layers that were read.
    private static func unseen(
        of row: Row,
        _ read: [CostSlice],
        after end: CostSlice.Key?,
        known: Set<CostSlice.Key>
    ) throws -> UnseenLayers? {
        let quantity = try Int128(row.decode("quantity", as: Int64.self)) - read.exactQuantity
        let value = try Int128(row.decode("layer_value", as: Int64.self)) - read.exactValue
        guard quantity != 0 || value != 0 else { return nil }
        guard let units = Int64(exactly: quantity), let millionths = Int64(exactly: value) else {
            throw ImpossibleCosts(pool: try CostPool.Key(row))
        }
        return UnseenLayers(
            quantity: Quantity(tenThousandths: units),
            value: CostValue(millionths: millionths),
            after: end,
            known: known
        )
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
