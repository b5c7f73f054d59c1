import Contracts
import Kernel
import LedgerDomain

/// A movement as a part of its entry.
struct MovementBody: Codable, Sendable {
    let id: ID<Movement>
    let line: Int
    let variantId: ID<Variant>
    let sku: String
    let from: LocationLabel
    let to: LocationLabel
    let lot: LotLabel?
    let serials: [String]?
    let quantity: Quantity
    let unitCost: UnitPrice?
    /// The movement that this one undoes, or some of it.
    let reversedMovementId: ID<Movement>?
    /// How much of it was undone.
    let reversed: Quantity?

    /// - Parameters:
    ///   - last: The movement before, which mostly went between the same two places.
    ///   - undone: How much of it reversals took back, where that is known.
    init(
        _ movement: PostedMovement,
        on state: borrowing LedgerState,
        after last: MovementBody? = nil,
        undone: Quantity? = nil
    ) {
        self.id = movement.id
        self.line = movement.line
        self.variantId = movement.variant
        self.sku = state.sku(of: movement.variant)
        self.from = state.label(of: movement.from, like: last?.from)
        self.to = state.label(of: movement.to, like: last?.to)
        self.lot = state.label(of: movement.lot)
        if let serial = movement.serial, let unit = state.serial(serial) {
            self.serials = [unit.key.number]
        } else {
            self.serials = nil
        }
        self.quantity = movement.quantity
        self.unitCost = movement.unitCost
        self.reversedMovementId = movement.reverses
        self.reversed = undone
    }
}
