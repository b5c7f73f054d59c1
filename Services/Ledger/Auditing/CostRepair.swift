import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Puts right what is kept of the costs of one variant, and enters what was wrong.
///
/// Under the lock of those who follow facts: whatever is compared there is all that was followed.
enum CostRepair {
    static func perform(
        on variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> AuditRepair {
        let kept = try KeptCosts(of: variant, in: transaction)
        let totals = try transaction.execute(CostTotalStore.differences(of: variant))
            .map { try FoundDrift($0) }
        if !totals.isEmpty { try transaction.pipeline(CostTotalStore.rebuild(variant)) }
        let pools = kept.isSound ? Self.differences(kept, of: variant) : []
        if !pools.isEmpty { try transaction.pipeline(Self.put(kept, of: variant)) }
        try DriftStore.enter(totals + pools, in: transaction)
        return AuditRepair(drifts: totals + pools, isSound: kept.isSound)
    }

    /// What is kept of each pool and of how the variant is costed, and is another than what follows.
    static func differences(_ kept: KeptCosts, of variant: ID<Variant>) -> [FoundDrift] {
        let keys = Set(kept.pools.keys).union(kept.replay.pools.keys).sorted()
        var drifts: [FoundDrift] = []
        if kept.beginning != nil, kept.costing != kept.replay.costings[variant] {
            drifts.append(
                FoundDrift(.layers, of: variant, at: .whole, expected: Self.one, found: 0)
            )
        }
        return drifts
            + keys.flatMap { key in
                let wanted = kept.replay.pools[key] ?? CostPool(key: key)
                let there = kept.pools[key] ?? CostPool(key: key)
                let isThere = kept.rows.contains(key) == (kept.replay.pools[key] != nil)
                let figures: [(DriftField, Int64, Int64)] = [
                    (
                        .costed, Int64(clamping: wanted.exactQuantity),
                        Int64(clamping: there.exactQuantity)
                    ),
                    (.value, Int64(clamping: wanted.exactValue), Int64(clamping: there.exactValue)),
                    Self.rows(
                        wanted,
                        there,
                        isStated: isThere && !kept.misstated.contains(key)
                    ),
                ]
                return figures.filter { $0.1 != $0.2 }.map { field, expected, found in
                    FoundDrift(
                        field,
                        of: key.variant,
                        at: key.warehouse,
                        expected: expected,
                        found: found
                    )
                }
            }
    }

    /// How many rows there are or should be of a pool, and how many of them are right.
    private static func rows(
        _ wanted: CostPool,
        _ there: CostPool,
        isStated: Bool
    ) -> (DriftField, Int64, Int64) {
        let layers = (Set(wanted.layers), Set(there.layers))
        let debts = (Set(wanted.debts), Set(there.debts))
        let isPool =
            isStated && wanted.unitCost == there.unitCost && wanted.shared == there.shared
        let all = layers.0.union(layers.1).count + debts.0.union(debts.1).count + 1
        let right =
            layers.0.intersection(layers.1).count + debts.0.intersection(debts.1).count
            + (isPool ? 1 : 0)
        return (.layers, Int64(all) * Self.one, Int64(right) * Self.one)
    }

    /// A row, as figures are kept.
    private static let one: Int64 = 10_000

    private static func put(_ kept: KeptCosts, of variant: ID<Variant>) -> [SQL] {
        let pools = kept.replay.pools.values.sorted { $0.key < $1.key }
        var statements: [SQL] = [
            "DELETE FROM cost_layer WHERE variant = \(variant)",
            "DELETE FROM cost_debt WHERE variant = \(variant)",
            "DELETE FROM cost_pool WHERE variant = \(variant)",
        ]
        if !pools.isEmpty { statements += CostPoolStore.save(pools, since: [:]) }
        // One that never began is costed as usual, without a row.
        if kept.beginning != nil, let costing = kept.replay.costings[variant] {
            statements.append(
                """
                INSERT INTO cost_method (variant, method, standard)
                VALUES (\(variant), \(costing.method.rawValue), \(costing.standard?.millionths))
                ON CONFLICT (variant) DO UPDATE
                SET method = excluded.method, standard = excluded.standard
                """
            )
        }
        return statements
    }
}

extension ID<Location> {
    /// In the place of a warehouse, for what concerns a variant as a whole.
    static var whole: ID { ID(head: 0, tail: 0) }
}
