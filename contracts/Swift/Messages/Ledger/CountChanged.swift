package import Kernel

/// A count was made, or came to another state: what it comes to as a whole.
package struct CountChanged: Contract, Hashable {
    package static let type = "ledger.count.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let countId: ID<Count>
    /// The plan that made it; `nil` for one that a person made.
    package let planId: ID<CountPlan>?
    package let warehouseId: ID<Location>
    package let state: CountState
    package let lines: Int
    /// Lines that nobody has to look at any more.
    package let counted: Int
    /// Lines whose last look is out of tolerance; this and what follows once all are counted.
    package let outsideTolerance: Int?
    /// What is missing, over all goods, in base units.
    package let shortage: Quantity?
    /// What is there beyond the book.
    package let overage: Quantity?
    package let actor: Actor
    package let recordedAt: Timestamp
    /// 1 when made, then one more with every step; steps that leave the state as it is are not told.
    package let version: Int64

    package init(
        countId: ID<Count>,
        planId: ID<CountPlan>? = nil,
        warehouseId: ID<Location>,
        state: CountState,
        lines: Int,
        counted: Int,
        outsideTolerance: Int? = nil,
        shortage: Quantity? = nil,
        overage: Quantity? = nil,
        actor: Actor,
        recordedAt: Timestamp,
        version: Int64
    ) {
        self.countId = countId
        self.planId = planId
        self.warehouseId = warehouseId
        self.state = state
        self.lines = lines
        self.counted = counted
        self.outsideTolerance = outsideTolerance
        self.shortage = shortage
        self.overage = overage
        self.actor = actor
        self.recordedAt = recordedAt
        self.version = version
    }
}
