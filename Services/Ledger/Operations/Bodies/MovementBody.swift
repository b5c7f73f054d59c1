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

/// A movement with what its entry says.
struct MovementRecordBody: Codable, Sendable {
    let id: ID<Movement>
    let entryId: ID<Entry>
    let kind: EntryKind
    let line: Int
    let variantId: ID<Variant>
    let sku: String
    let from: LocationLabel
    let to: LocationLabel
    let lot: LotLabel?
    let serials: [String]?
    let quantity: Quantity
    let unitCost: UnitPrice?
    let reference: Reference?
    let reason: String?
    let effectiveAt: Timestamp
    let recordedAt: Timestamp
    let actor: Actor

    init(_ movement: PostedMovement, of entry: PostedEntry, on state: LedgerState) {
        let body = MovementBody(movement, on: state)
        self.id = body.id
        self.entryId = entry.id
        self.kind = entry.kind
        self.line = body.line
        self.variantId = body.variantId
        self.sku = body.sku
        self.from = body.from
        self.to = body.to
        self.lot = body.lot
        self.serials = body.serials
        self.quantity = body.quantity
        self.unitCost = body.unitCost
        self.reference = entry.about.reference
        self.reason = entry.about.reason
        self.effectiveAt = entry.effectiveAt
        self.recordedAt = entry.recordedAt
        self.actor = entry.actor
    }
}
