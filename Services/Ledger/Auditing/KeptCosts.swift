import Contracts
import Kernel
import LedgerDomain
import Postgres

/// All that is kept of what one variant is worth, and what was written of it.
struct KeptCosts {
    /// The pools as they stand in the projections.
    let pools: [CostPool.Key: CostPool]
    /// Those that have a row of their own.
    let rows: Set<CostPool.Key>
    /// How the variant is costed by its row; `nil` where it has none.
    let costing: Costing?
    /// How it began to be costed; `nil` for one that the ledger does not know of.
    let beginning: Costing?
    /// Those that say of their layers or debts what these do not come to.
    let misstated: Set<CostPool.Key>
    /// As they follow from the lines.
    let replay: CostReplay
    /// What the lines of each pool add up to.
    let sums: [CostPool.Key: Sum]
    let position: CostPosition

    /// What there is of a pool, and what that is worth.
    struct Sum: Hashable {
        var quantity = Int128(0)
        var value = Int128(0)
    }

    /// Reads it; nobody writes lines until the transaction ends.
    init(of variant: ID<Variant>, in transaction: borrowing Transaction) throws {
        let position = try CostPosition(transaction.execute(CostPosition.lock)[0])
        let rows = try transaction.pipeline([
            "SELECT * FROM cost_entry WHERE variant = \(variant) ORDER BY number",
            Self.orders(of: variant, upTo: position),
            "SELECT * FROM cost_beginning WHERE variant = \(variant)",
            "SELECT * FROM cost_method WHERE variant = \(variant)",
            "SELECT * FROM cost_pool WHERE variant = \(variant)",
            "SELECT * FROM cost_layer WHERE variant = \(variant) ORDER BY acquired_at, origin",
            "SELECT * FROM cost_debt WHERE variant = \(variant) ORDER BY line",
        ])
        let lines = try rows[0].map { try CostLine($0) }
        let beginning = try rows[2].first.map { try Costing($0) }
        self.position = position
        self.beginning = beginning
        self.replay = CostReplay(
            of: variant,
            beginning: beginning ?? .usual,
            lines: lines,
            orders: try rows[1].map { try CostOrder($0) }
        )
        var sums: [CostPool.Key: Sum] = [:]
        for line in lines {
            sums[line.pool, default: Sum()].quantity += Int128(line.quantity.tenThousandths)
            sums[line.pool, default: Sum()].value += Int128(line.value.millionths)
        }
        self.sums = sums
        let costing = try rows[3].first.map { try Costing($0) }
        let pools = try Self.pools(rows[4], costing ?? .usual, layers: rows[5], debts: rows[6])
        self.costing = costing
        self.rows = Set(try rows[4].map { try CostPool.Key($0) })
        self.pools = pools
        self.misstated = Set(
            try rows[4].filter { row in
                let pool = pools[try CostPool.Key(row)]
                return try pool.map { try !$0.isStated(by: row) } ?? true
            }.map { try CostPool.Key($0) }
        )
    }

    /// Whether the lines say of each pool what they add up to; if not, somebody has changed them.
    var isSound: Bool {
        self.replay.isPossible
            && Set(self.replay.pools.keys).union(self.sums.keys).allSatisfy { key in
                let pool = self.replay.pools[key]
                let sum = Sum(quantity: pool?.exactQuantity ?? 0, value: pool?.exactValue ?? 0)
                return sum == self.sums[key] ?? Sum()
            }
    }

    /// Orders about the variant alone; what came of costs of receipts stands in lines.
    private static func orders(of variant: ID<Variant>, upTo position: CostPosition) -> SQL {
        """
        SELECT *
        FROM cost_order
        WHERE kind IN ('cost', 'revalue') AND body ->> 'variant' = \(variant.description)
            AND (recorded_at, id) <= (\(position.recordedAt), \(position.source))
        ORDER BY recorded_at, id
        """
    }

    private static func pools(
        _ rows: Rows,
        _ costing: Costing,
        layers: Rows,
        debts: Rows
    ) throws -> [CostPool.Key: CostPool] {
        let layers = try Dictionary(grouping: layers) { try CostPool.Key($0) }
            .mapValues { try $0.map { try CostSlice($0) } }
        let debts = try Dictionary(grouping: debts) { try CostPool.Key($0) }
            .mapValues { try $0.map { try CostDebt($0) } }
        // Without the row of their pool, layers are worth nothing to anybody, and yet are there.
        let named = try Dictionary(uniqueKeysWithValues: rows.map { (try CostPool.Key($0), $0) })
        let keys = Set(named.keys).union(layers.keys).union(debts.keys)
        return try Dictionary(
            uniqueKeysWithValues: keys.map { key in
                let shared: Int64? = try named[key]?.decode("value")
                let unitCost: Int64? = try named[key].flatMap { try $0.decode("unit_cost") }
                let pool = CostPool(
                    key: key,
                    costing: costing,
                    layers: layers[key] ?? [],
                    shared: CostValue(millionths: shared ?? 0),
                    debts: debts[key] ?? [],
                    unitCost: unitCost.map(CostValue.init(millionths:))
                )
                return (key, pool)
            }
        )
    }
}

extension CostPool {
    /// Whether its row says what its layers and debts come to.
    fileprivate func isStated(by row: Row) throws -> Bool {
        func says(_ column: String, _ sum: Int128) throws -> Bool {
            try Int128(row.decode(column, as: Int64.self)) == sum
        }
        return try says("quantity", self.layers.exactQuantity)
            && says("layer_value", self.layers.exactValue)
            && says("owed_quantity", self.debts.exactQuantity)
            && says("owed_value", self.debts.exactValue)
    }
}
