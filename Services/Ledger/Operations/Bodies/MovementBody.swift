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

    init(_ movement: PostedMovement, on state: LedgerState) {
        self.id = movement.id
        self.line = movement.line
        self.variantId = movement.variant
        self.sku = state.sku(of: movement.variant)
        self.from = state.label(of: movement.from)
        self.to = state.label(of: movement.to)
        self.lot = state.label(of: movement.lot)
        self.serials = movement.serial.flatMap { state.serial($0) }.map { [$0.key.number] }
        self.quantity = movement.quantity
        self.unitCost = movement.unitCost
    }
}
