package import Kernel

/// A period was made, closed or opened again, or its balances were sealed.
package struct PeriodChanged: Contract, Hashable {
    package static let type = "ledger.period.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let periodId: ID<Period>
    package let name: String
    /// The first instant that is in it.
    package let from: Timestamp
    /// The first instant that is not in it any more.
    package let until: Timestamp
    package let state: PeriodState
    /// Why, as somebody said.
    package let reason: String?
    /// How many balances were sealed; this and the hash of them once it is closed.
    package let balances: Int64?
    package let balancesHash: String?
    package let actor: Actor
    package let recordedAt: Timestamp
    /// 1 when made, then one more with every change.
    package let version: Int64

    package init(
        periodId: ID<Period>,
        name: String,
        from: Timestamp,
        until: Timestamp,
        state: PeriodState,
        reason: String? = nil,
        balances: Int64? = nil,
        balancesHash: String? = nil,
        actor: Actor,
        recordedAt: Timestamp,
        version: Int64
    ) {
        self.periodId = periodId
        self.name = name
        self.from = from
        self.until = until
        self.state = state
        self.reason = reason
        self.balances = balances
        self.balancesHash = balancesHash
        self.actor = actor
        self.recordedAt = recordedAt
        self.version = version
    }
}
