package import Contracts
package import Kernel

/// Something that costing has to follow, in the order in which it was recorded.
package enum CostFact: Hashable, Sendable {
    case entry(CostedEntry)
    case order(CostOrder)

    package var recordedAt: Timestamp {
        switch self {
        case .entry(let entry): entry.recordedAt
        case .order(let order): order.recordedAt
        }
    }

    package var effectiveAt: Timestamp {
        switch self {
        case .entry(let entry): entry.effectiveAt
        case .order(let order): order.effectiveAt
        }
    }

    package var source: ID<CostSource> {
        switch self {
        case .entry(let entry): entry.source
        case .order(let order): order.id
        }
    }
}

/// An entry as costing sees it.
package struct CostedEntry: Hashable, Sendable {
    package let id: ID<Entry>
    package let kind: EntryKind
    package let effectiveAt: Timestamp
    package let recordedAt: Timestamp
    /// What a reversal undoes, or a return takes back.
    package let original: ID<Entry>?
    package let movements: [CostedMovement]

    package init(
        id: ID<Entry>,
        kind: EntryKind,
        effectiveAt: Timestamp,
        recordedAt: Timestamp,
        original: ID<Entry>? = nil,
        movements: [CostedMovement]
    ) {
        self.id = id
        self.kind = kind
        self.effectiveAt = effectiveAt
        self.recordedAt = recordedAt
        self.original = original
        self.movements = movements
    }

    package var source: ID<CostSource> { ID(self.id) }
}

/// A movement as costing sees it.
package struct CostedMovement: Hashable, Sendable {
    package let id: ID<Movement>
    package let variant: ID<Variant>
    package let quantity: Quantity
    package let from: CostEnd
    package let to: CostEnd
    /// What one unit was bought for.
    package let price: UnitPrice?
    /// What the currency of that was worth then; `nil` where nobody said.
    package let rate: ExchangeRate?
    /// The movement that it undoes, or some of it.
    package let reverses: ID<Movement>?

    package init(
        id: ID<Movement>,
        variant: ID<Variant>,
        quantity: Quantity,
        from: CostEnd,
        to: CostEnd,
        price: UnitPrice? = nil,
        rate: ExchangeRate? = nil,
        reverses: ID<Movement>? = nil
    ) {
        self.id = id
        self.variant = variant
        self.quantity = quantity
        self.from = from
        self.to = to
        self.price = price
        self.rate = rate
        self.reverses = reverses
    }
}

/// Where goods come from or go to.
package enum CostEnd: Hashable, Sendable {
    /// Somewhere in a warehouse, by its root.
    case warehouse(ID<Location>)
    /// Out of what belongs to us.
    case outside(CostAccount)

    /// - Parameter warehouse: The root of the location's tree.
    package init(_ kind: LocationKind, in warehouse: ID<Location>?) {
        switch kind {
        case .supplier: self = .outside(.supplier)
        case .customer: self = .outside(.customer)
        case .scrap: self = .outside(.scrap)
        case .production: self = .outside(.production)
        case .adjustment: self = .outside(.adjustment)
        case .warehouse, .zone, .aisle, .rack, .bin, .unit, .transit:
            self = warehouse.map(CostEnd.warehouse) ?? .outside(.adjustment)
        }
    }
}

extension ID<CostSource> {
    package init(_ entry: ID<Entry>) {
        self.init(head: entry.head, tail: entry.tail)
    }
}
