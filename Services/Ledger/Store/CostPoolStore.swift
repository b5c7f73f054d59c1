import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The projections `cost_pool`, `cost_layer` and `cost_debt`.
enum CostPoolStore {
    /// Brings the rows of pools to what they are now; rows that stay the same are left alone.
    static func save(_ pools: [CostPool], since before: [CostPool.Key: CostPool]) -> [SQL] {
        var (added, removed) = ([Layer](), [Layer]())
        var (debts, settled) = ([Debt](), [Int64]())
        var joined: [Layer] = []
        for pool in pools {
            let former = before[pool.key]
            let (now, then) = (Set(pool.layers), Set(former?.layers ?? []))
            added += pool.layers.filter { !then.contains($0) }.map { (pool.key, $0) }
            removed += (former?.layers ?? []).filter { !now.contains($0) }.map { (pool.key, $0) }
            joined += pool.unseen?.added.values.map { (pool.key, $0) } ?? []
            let (owes, owed) = (Set(pool.debts), Set(former?.debts ?? []))
            debts += pool.debts.filter { !owed.contains($0) }.map { (pool.key, $0) }
            settled += (former?.debts ?? []).filter { !owes.contains($0) }.map(\.line)
        }
        var statements: [SQL] = []
        if !removed.isEmpty { statements.append(self.delete(removed)) }
        if !settled.isEmpty {
            statements.append("DELETE FROM cost_debt WHERE line = ANY (\(settled))")
        }
        statements.append(self.save(pools))
        if !added.isEmpty { statements.append(self.insert(added)) }
        if !joined.isEmpty { statements.append(self.join(joined)) }
        if !debts.isEmpty { statements.append(self.insert(debts)) }
        return statements
    }

    private typealias Layer = (key: CostPool.Key, slice: CostSlice)
    private typealias Debt = (key: CostPool.Key, debt: CostDebt)

    private static func save(_ pools: [CostPool]) -> SQL {
        """
        INSERT INTO cost_pool (
            variant, warehouse, unit_cost, value, quantity, layer_value, owed_quantity, owed_value
        )
        SELECT * FROM unnest(
            \(pools.map(\.key.variant)), \(pools.map(\.key.warehouse)),
            \(pools.map { $0.unitCost?.millionths }), \(pools.map(\.shared.millionths)),
            \(pools.map(\.goodsQuantity)), \(pools.map(\.layerValue.millionths)),
            \(pools.map(\.owedQuantity)), \(pools.map(\.owedValue.millionths))
        )
        ON CONFLICT (variant, warehouse) DO UPDATE
        SET unit_cost = excluded.unit_cost, value = excluded.value, quantity = excluded.quantity,
            layer_value = excluded.layer_value, owed_quantity = excluded.owed_quantity,
            owed_value = excluded.owed_value
        """
    }

    private static func delete(_ layers: [Layer]) -> SQL {
        """
        DELETE FROM cost_layer
        USING unnest(
            \(layers.map(\.key.variant)), \(layers.map(\.key.warehouse)),
            \(layers.map(\.slice.key.acquiredAt)), \(layers.map(\.slice.key.origin))
        ) AS gone (variant, warehouse, acquired_at, origin)
        WHERE cost_layer.variant = gone.variant
            AND cost_layer.warehouse = gone.warehouse
            AND cost_layer.acquired_at = gone.acquired_at
            AND cost_layer.origin = gone.origin
        """
    }

    private static func insert(_ layers: [Layer]) -> SQL {
        """
        INSERT INTO cost_layer (
            variant, warehouse, acquired_at, origin, quantity, value, is_priced
        )
        SELECT * FROM unnest(
            \(layers.map(\.key.variant)), \(layers.map(\.key.warehouse)),
            \(layers.map(\.slice.key.acquiredAt)), \(layers.map(\.slice.key.origin)),
            \(layers.map(\.slice.quantity)), \(layers.map(\.slice.value.millionths)),
            \(layers.map(\.slice.isPriced))
        )
        """
    }

    /// Puts goods to layers that were not read, or makes them new ones.
    private static func join(_ layers: [Layer]) -> SQL {
        """
        \(fragment: self.insert(layers))
        ON CONFLICT (variant, warehouse, acquired_at, origin) DO UPDATE
        SET quantity = cost_layer.quantity + excluded.quantity,
            value = cost_layer.value + excluded.value,
            is_priced = cost_layer.is_priced AND excluded.is_priced
        """
    }

    private static func insert(_ debts: [Debt]) -> SQL {
        """
        INSERT INTO cost_debt (
            line, variant, warehouse, movement, account, quantity, value
        )
        SELECT * FROM unnest(
            \(debts.map(\.debt.line)), \(debts.map(\.key.variant)), \(debts.map(\.key.warehouse)),
            \(debts.map(\.debt.movement)), \(debts.map(\.debt.account.rawValue)),
            \(debts.map(\.debt.quantity)), \(debts.map(\.debt.value.millionths))
        )
        """
    }
}
