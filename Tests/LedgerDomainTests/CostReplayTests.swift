import Contracts
import Kernel
import LedgerDomain
import Testing

/// Pools are made again from the lines of their variant alone.
struct CostReplayTests {
    @Test(
        arguments: [1, 42, 1_867, 65_537, 4_711, 99] as [UInt64],
        RandomCostTests.methods + [[Costing(.average), Costing(.standard, standard: "3.1")]]
    )
    func `the lines of a variant give its pools again to the last millionth`(
        seed: UInt64,
        costings: [Costing]
    ) {
        var company = CostCompany(costings[0], seed: seed)
        var random = RandomCosts(seed: seed ^ 0x5151, costings: costings)
        for step in 1...600 {
            random.step(&company)
            guard step % 40 == 0 else { continue }
            var pools: [CostPool.Key: CostPool] = [:]
            for variant in [CostCompany.nut, CostCompany.bolt] {
                let replay = CostReplay(
                    of: variant,
                    beginning: costings[0],
                    lines: company.book.written.filter { $0.pool.variant == variant },
                    orders: company.orders(of: variant)
                )
                #expect(replay.costings[variant] == company.book.costings[variant])
                pools.merge(replay.pools) { first, _ in first }
            }
            #expect(pools == company.book.pools, "step \(step)")
        }
    }
}

extension CostCompany {
    /// Those that name a variant.
    fileprivate func orders(of variant: ID<Variant>) -> [CostOrder] {
        self.facts.compactMap { fact in
            guard case .order(let order) = fact else { return nil }
            switch order.action {
            case .cost(variant, _): return order
            case .revalue(let revaluation) where revaluation.variant == variant: return order
            default: return nil
            }
        }
    }
}
