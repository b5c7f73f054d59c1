package import Contracts
package import Kernel

/// That stock is worth more or less by so much: a line of the book of costs, never changed.
///
/// The value of a pool is the sum of its lines, and so is its quantity.
package struct CostLine: Hashable, Sendable {
    /// From 1, in the order in which lines were written, without gaps.
    package let number: Int64
    package let kind: CostKind
    package let account: CostAccount
    package let pool: CostPool.Key
    /// The entry or order that is the reason.
    package let source: ID<CostSource>
    /// Of the entry, where one movement is the reason.
    package let movement: ID<Movement>?
    /// What came; below zero what went.
    package let quantity: Quantity
    /// How much more the pool is worth.
    package let value: CostValue
    /// Which goods they are; `nil` for lines without a quantity.
    package let goods: CostSlice.Key?
    /// The line whose goods or cost come back, or become known.
    package let follows: Int64?
    /// Whether somebody said what the goods cost, or it was presumed.
    package let isPriced: Bool
    /// What one unit was bought for.
    package let price: UnitPrice?
    /// What the currency of that was worth when the goods came, for ever.
    package let rate: ExchangeRate?
    package let effectiveAt: Timestamp
    package let recordedAt: Timestamp

    package init(
        number: Int64,
        kind: CostKind,
        account: CostAccount,
        pool: CostPool.Key,
        source: ID<CostSource>,
        movement: ID<Movement>? = nil,
        quantity: Quantity = .zero,
        value: CostValue,
        goods: CostSlice.Key? = nil,
        follows: Int64? = nil,
        isPriced: Bool = true,
        price: UnitPrice? = nil,
        rate: ExchangeRate? = nil,
        effectiveAt: Timestamp,
        recordedAt: Timestamp
    ) {
        self.number = number
        self.kind = kind
        self.account = account
        self.pool = pool
        self.source = source
        self.movement = movement
        self.quantity = quantity
        self.value = value
        self.goods = goods
        self.follows = follows
        self.isPriced = isPriced
        self.price = price
        self.rate = rate
        self.effectiveAt = effectiveAt
        self.recordedAt = recordedAt
    }
}
