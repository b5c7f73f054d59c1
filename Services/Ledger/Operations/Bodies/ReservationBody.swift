import Contracts
import Kernel
import LedgerDomain

/// A reservation with its lines.
struct ReservationBody: Codable, Sendable {
    let id: ID<Reservation>
    let warehouse: LocationLabel
    let reference: Reference?
    let state: ReservationState
    let expiresAt: Timestamp?
    let priority: Int
    let note: String?
    let releaseReason: String?
    let lines: [Line]
    let createdAt: Timestamp
    let updatedAt: Timestamp
    let actor: Actor
    let version: Int64

    init(_ reservation: StockReservation, updatedAt: Timestamp, on state: LedgerState) {
        self.id = reservation.id
        self.warehouse = state.label(of: reservation.warehouse)
        self.reference = reservation.reference
        self.state = reservation.state
        self.expiresAt = reservation.expiresAt
        self.priority = reservation.priority
        self.note = reservation.note
        self.releaseReason = reservation.releaseReason
        self.lines = reservation.lines.enumerated().map { index, line in
            Line(
                line: index + 1,
                variantId: line.variant,
                sku: state.sku(of: line.variant),
                reserved: line.reserved,
                consumed: line.consumed,
                released: line.released,
                open: line.open,
                backordered: line.backordered,
                state: line.state(in: reservation.state),
                reference: line.reference
            )
        }
        self.createdAt = reservation.createdAt
        self.updatedAt = updatedAt
        self.actor = reservation.actor
        self.version = reservation.version
    }

    struct Line: Codable, Sendable {
        let line: Int
        let variantId: ID<Variant>
        let sku: String
        let reserved: Quantity
        let consumed: Quantity
        let released: Quantity
        let open: Quantity
        let backordered: Quantity
        let state: ReservedLineState
        let reference: String?
    }
}

/// What consuming a reservation answers.
struct ConsumptionBody: Codable, Sendable {
    let reservation: ReservationBody
    let entry: EntryBody
}
