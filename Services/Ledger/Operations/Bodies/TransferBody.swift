import Contracts
import Kernel
import LedgerDomain

/// A transfer order with its lines.
struct TransferBody: Codable, Sendable {
    let id: ID<TransferOrder>
    /// The warehouses at both ends.
    let from: LocationLabel
    let to: LocationLabel
    let reference: Reference?
    let state: TransferState
    let note: String?
    let cancelReason: String?
    let lines: [Line]
    let createdAt: Timestamp
    let updatedAt: Timestamp
    let actor: Actor
    let version: Int64

    init(_ order: StockTransfer, updatedAt: Timestamp, on state: LedgerState) {
        self.id = order.id
        self.from = state.label(of: order.from)
        self.to = state.label(of: order.to)
        self.reference = order.reference
        self.state = order.state
        self.note = order.note
        self.cancelReason = order.cancelReason
        self.lines = order.lines.enumerated().map { Line($1, number: $0 + 1, on: state) }
        self.createdAt = order.createdAt
        self.updatedAt = updatedAt
        self.actor = order.actor
        self.version = order.version
    }

    struct Line: Codable, Sendable {
        let line: Int
        let variantId: ID<Variant>
        let sku: String
        let lot: LotLabel?
        let from: LocationLabel
        let to: LocationLabel
        let ordered: Quantity
        let dispatched: Quantity
        let received: Quantity
        let lost: Quantity
        let cancelled: Quantity
        let open: Quantity
        let inTransit: Quantity
        let load: [Item]

        init(_ line: TransferLine, number: Int, on state: LedgerState) {
            self.line = number
            self.variantId = line.variant
            self.sku = state.sku(of: line.variant)
            self.lot = state.label(of: line.lot)
            self.from = state.label(of: line.from)
            self.to = state.label(of: line.to)
            self.ordered = line.ordered
            self.dispatched = line.dispatched
            self.received = line.received
            self.lost = line.lost
            self.cancelled = line.cancelled
            self.open = line.open
            self.inTransit = line.inTransit
            self.load = line.load.sorted { $0.key < $1.key }.map { item, quantity in
                Item(
                    lot: state.label(of: item.lot),
                    serial: item.serial.flatMap(state.serial)?.key.number,
                    quantity: quantity
                )
            }
        }
    }

    /// What is on the road, by lot and unit.
    struct Item: Codable, Sendable {
        let lot: LotLabel?
        let serial: String?
        let quantity: Quantity
    }
}

/// What dispatching, receiving or losing goods of an order answers.
struct TransferStepBody: Codable, Sendable {
    let transferOrder: TransferBody
    let entry: EntryBody
}
