import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Puts right what is kept of the costs of one variant, and enters what was wrong.
///
/// Under the lock of those who follow facts: whatever is compared there is all that was followed.
enum CostRepair {
    /// What a repair has come to.
    struct Outcome {
        /// What was put right.
        let drifts: [FoundDrift]
        /// Whether the lines of the book agree with each other; where not, they were changed, and what
        /// follows from them is not put in the place of anything.
        let isSound: Bool
    }

    static func perform(
        on variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> Outcome {
        let kept = try KeptCosts(of: variant, in: transaction)
        let totals = try transaction.execute(CostTotalStore.differences(of: variant))
            .map { try FoundDrift($0) }
        if !totals.isEmpty { try transaction.pipeline(CostTotalStore.rebuild(variant)) }
        let pools = kept.isSound ? Self.differences(kept) : []
        if !pools.isEmpty { try transaction.pipeline(Self.put(kept.replay, of: variant)) }
        try DriftStore.enter(totals + pools, in: transaction)
        return Outcome(drifts: totals + pools, isSound: kept.isSound)
    }

    /// What is kept of each pool and is another than what follows.
    static func differences(_ kept: KeptCosts) -> [FoundDrift] {
        Set(kept.pools.keys).union(kept.replay.pools.keys).sorted().flatMap { key in
            let wanted = kept.replay.pools[key] ?? CostPool(key: key)
            let there = kept.pools[key] ?? CostPool(key: key)
            let figures: [(DriftField, Int64, Int64)] = [
                (.costed, wanted.quantity.tenThousandths, there.quantity.tenThousandths),
                (.value, wanted.value.millionths, there.value.millionths),
                Self.rows(wanted, there, isMisstated: kept.misstated.contains(key)),
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
        isMisstated: Bool
    ) -> (DriftField, Int64, Int64) {
        let layers = (Set(wanted.layers), Set(there.layers))
        let debts = (Set(wanted.debts), Set(there.debts))
        let isPool =
            !isMisstated && wanted.unitCost == there.unitCost && wanted.shared == there.shared
            && wanted.costing == there.costing
        let all = layers.0.union(layers.1).count + debts.0.union(debts.1).count + 1
        let right =
            layers.0.intersection(layers.1).count + debts.0.intersection(debts.1).count
            + (isPool ? 1 : 0)
        return (.layers, Int64(all) * Self.one, Int64(right) * Self.one)
    }

    /// A row, as figures are kept.
    private static let one: Int64 = 10_000

    private static func put(_ replay: CostReplay, of variant: ID<Variant>) -> [SQL] {
        let pools = replay.pools.values.sorted { $0.key < $1.key }
        return [
            "DELETE FROM cost_layer WHERE variant = \(variant)",
            "DELETE FROM cost_debt WHERE variant = \(variant)",
            "DELETE FROM cost_pool WHERE variant = \(variant)",
        ] + CostPoolStore.save(pools, since: [:])
            + replay.costings.map { variant, costing in
                """
                INSERT INTO cost_method (variant, method, standard)
                VALUES (\(variant), \(costing.method.rawValue), \(costing.standard?.millionths))
                ON CONFLICT (variant) DO UPDATE
                SET method = excluded.method, standard = excluded.standard
                """
            }
    }
}
