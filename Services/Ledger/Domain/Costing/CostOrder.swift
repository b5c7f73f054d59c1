package import Contracts
package import Kernel

/// What somebody orders about costs, to be followed in its turn.
package struct CostOrder: Hashable, Sendable {
    package let id: ID<CostSource>
    package let recordedAt: Timestamp
    package let effectiveAt: Timestamp
    package let action: Action

    package init(
        id: ID<CostSource>,
        recordedAt: Timestamp,
        effectiveAt: Timestamp,
        action: Action
    ) {
        self.id = id
        self.recordedAt = recordedAt
        self.effectiveAt = effectiveAt
        self.action = action
    }

    /// What is to be done.
    package enum Action: Hashable, Sendable {
        /// A variant is costed in another way from now on.
        case cost(ID<Variant>, Costing)
        case land(LandedCost)
        case revalue(Revaluation)
        /// What a landed cost has added is taken back.
        case reverse(ID<CostSource>)
    }
}

/// A cost that came after the goods, in the company's currency.
package struct LandedCost: Hashable, Sendable {
    package let amount: CostValue
    package let basis: SpreadBasis
    package let receipts: [Receipt]

    package init(_ amount: CostValue, by basis: SpreadBasis, over receipts: [Receipt]) {
        self.amount = amount
        self.basis = basis
        self.receipts = receipts
    }

    /// What an entry brought, or some of it.
    package struct Receipt: Hashable, Sendable {
        package let entry: ID<Entry>
        /// `nil` for all movements.
        package let movements: Set<ID<Movement>>?

        package init(_ entry: ID<Entry>, movements: Set<ID<Movement>>? = nil) {
            self.entry = entry
            self.movements = movements
        }
    }
}

/// What somebody says that goods are worth.
package struct Revaluation: Hashable, Sendable {
    package let variant: ID<Variant>
    /// `nil` for every warehouse.
    package let warehouse: ID<Location>?
    package let change: Change

    package init(_ variant: ID<Variant>, in warehouse: ID<Location>? = nil, _ change: Change) {
        self.variant = variant
        self.warehouse = warehouse
        self.change = change
    }

    /// How somebody says it.
    package enum Change: Hashable, Sendable {
        /// What one base unit is worth.
        case unitCost(CostValue)
        /// How much more or less all of it is worth together.
        case amount(CostValue)
    }
}
