import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists what became of a reservation, the latest first.
struct ListReservationChanges: Query {
    static let id = "listReservationChanges"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("reservationId", of: Reservation.self)
        let limit = try request.query.limit()
        let version = try PageCursor.read(request, keyCount: 1)?.key(0) { Int64($0) }
        let found = try transaction.execute("SELECT warehouse FROM reservation WHERE id = \(id)")
        guard let warehouse: ID<Location> = try found.first?.decode("warehouse"),
            request.readableWarehouses?.contains(warehouse) ?? true
        else { throw Problem.notFound("There is no reservation \(id).") }
        let rows = try transaction.execute(
            ReservationStore.changes(of: id, before: version, limit: limit + 1)
        )
        let versions = try rows.map { try $0.decode("version", as: Int64.self) }
        var lines: [Int64: [ReservationChangeBody.Line]] = [:]
        for row in try transaction.execute(ReservationStore.changedLines(of: id, in: versions)) {
            lines[try row.decode("version"), default: []].append(try .init(row))
        }
        let bodies = try zip(rows, versions).map { row, version in
            try ReservationChangeBody(row, lines: lines[version] ?? [])
        }
        return try request.page(of: bodies, limit: limit) { [String($0.version)] }
    }
}

/// What became of a reservation.
struct ReservationChangeBody: Codable, Sendable {
    /// Of the reservation, with the change.
    let version: Int64
    let step: ReservationStep
    let state: ReservationState
    let expiresAt: Timestamp?
    let reason: String?
    let entryId: ID<Entry>?
    let actor: Actor
    let recordedAt: Timestamp
    let lines: [Line]

    init(_ row: Row, lines: [Line]) throws {
        self.version = try row.decode("version")
        self.step = try row.word("step")
        self.state = try row.word("state")
        self.expiresAt = try row.decode("expires_at")
        self.reason = try row.decode("reason")
        self.entryId = try row.decode("entry")
        self.actor = try Actor(row)
        self.recordedAt = try row.decode("recorded_at")
        self.lines = lines
    }

    /// By how much there is more of a line, or less.
    struct Line: Codable, Sendable {
        let line: Int
        let variantId: ID<Variant>
        let sku: String
        let reserved: Quantity
        let consumed: Quantity
        let released: Quantity
        let backordered: Quantity

        init(_ row: Row) throws {
            self.line = Int(try row.decode("line", as: Int32.self))
            self.variantId = try row.decode("variant")
            self.sku = try row.decode("sku", as: String?.self) ?? self.variantId.description
            self.reserved = try row.decode("reserved")
            self.consumed = try row.decode("consumed")
            self.released = try row.decode("released")
            self.backordered = try row.decode("backordered")
        }
    }
}
