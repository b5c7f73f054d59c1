package import Contracts
package import Kernel

/// The wish to give a lot another status.
package struct LotStatusRequest: Hashable, Sendable {
    package let lot: ID<Lot>
    package let status: LotStatus
    package let reason: LotReason
    package let note: String?

    package init(lot: ID<Lot>, status: LotStatus, reason: LotReason, note: String? = nil) {
        self.lot = lot
        self.status = status
        self.reason = reason
        self.note = note
    }
}

/// A lot that was given another status, and what that concerns.
package struct LotStatusChange: Hashable, Sendable {
    /// With the status that it has now.
    package let lot: StockLot
    package let former: LotStatus
    package let reason: LotReason
    package let note: String?
    package let actor: Actor
    /// What there is of the lot, for each warehouse that has some, in the order of the keys.
    package let levels: [Level]

    /// What one warehouse has of the lot.
    package struct Level: Hashable, Sendable {
        package let warehouse: ID<Location>
        package let onHand: Quantity
    }
}
