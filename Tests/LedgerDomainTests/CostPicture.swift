import Contracts
import Kernel
import LedgerDomain

/// What pools hold and owe, to be compared whole.
struct CostPicture: Equatable {
    let pools: [CostPool.Key: Pool]

    struct Pool: Equatable {
        let layers: [CostSlice]
        let together: CostValue
        let debts: [Debt]
        let unitCost: CostValue?
    }

    struct Debt: Equatable {
        let movement: ID<Movement>
        let account: CostAccount
        let quantity: Quantity
        let value: CostValue
    }
}

extension CostPicture {
    init(of book: CostBook) {
        self.pools = book.pools.mapValues { pool in
            Pool(
                layers: pool.layers,
                together: pool.shared,
                debts: pool.debts.map {
                    Debt(
                        movement: $0.movement,
                        account: $0.account,
                        quantity: $0.quantity,
                        value: $0.value
                    )
                },
                unitCost: pool.unitCost
            )
        }
    }

    init(of book: PlainBook) {
        self.pools = book.pools.mapValues { pool in
            Pool(
                layers: pool.layers.map {
                    CostSlice(
                        origin: $0.key.origin,
                        acquiredAt: $0.key.acquiredAt,
                        quantity: $0.quantity,
                        value: $0.value,
                        isPriced: $0.isPriced
                    )
                },
                together: pool.together,
                debts: pool.debts.map {
                    Debt(
                        movement: book.traces[$0.trace].passage.movement.id,
                        account: $0.account,
                        quantity: $0.goods.quantity,
                        value: $0.goods.value
                    )
                },
                unitCost: pool.unitCost
            )
        }
    }
}
