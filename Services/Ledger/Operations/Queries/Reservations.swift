import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Reads one reservation.
struct GetReservation: Operation {
    static let id = "getReservation"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("reservationId", of: Reservation.self)
        let rows = try transaction.execute(
            "SELECT * FROM reservation WHERE id = \(id)"
        )
        guard let body = try ReservationBody.bodies(of: Array(rows), in: transaction).first,
            request.readableWarehouses?.contains(body.warehouse.id) ?? true
        else { throw Problem.notFound("There is no reservation \(id).") }
        return try .json(body, headers: [Precondition.tag(body.version)])
    }
}

/// Lists reservations, the latest made first.
struct ListReservations: Query {
    static let id = "listReservations"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let conditions = try self.conditions(request, in: transaction)
        let rows = try transaction.execute(
            """
            SELECT *
            FROM reservation
            WHERE \(fragment: .all(conditions))
            ORDER BY created_at DESC, id DESC
            LIMIT \(limit + 1)
            """
        )
        let bodies = try ReservationBody.bodies(of: Array(rows.prefix(limit)), in: transaction)
        return try request.page(of: Array(rows), limit: limit) { row in
            try JournalPosition.keys(row, by: "created_at")
        } body: { _ in
            bodies
        }
    }

    private func conditions(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> [SQL] {
        let query = request.query
        var conditions: [SQL] = []
        if let state = try query.choice("state", of: ReservationState.self) {
            conditions.append("state = \(state.rawValue)")
        }
        if let warehouse = try request.location("warehouse", in: transaction) {
            conditions.append("warehouse = \(warehouse)")
        }
        if let sku = try request.sku(in: transaction) {
            conditions.append(
                """
                id IN (
                    SELECT line.reservation
                    FROM reservation_line AS line
                    JOIN variant ON variant.id = line.variant
                    WHERE variant.sku = \(sku)
                )
                """
            )
        }
        conditions += try query.reference()
        if let time = try query.timestamp("expiresBefore") {
            conditions.append("expires_at < \(time)")
        }
        if let warehouses = request.readableWarehouses {
            conditions.append("warehouse = ANY (\(Array(warehouses)))")
        }
        if let position = try JournalPosition(request) {
            conditions.append("(created_at, id) < (\(position.recordedAt), \(position.id))")
        }
        return conditions
    }
}

extension ReservationBody {
    /// Documents of rows of `reservation`, in their order.
    static func bodies(
        of rows: [Row],
        in transaction: borrowing Transaction
    ) throws -> [ReservationBody] {
        let ids: [ID<Reservation>] = try rows.map { try $0.decode("id") }
        let lines = try transaction.execute(ReservationStore.lines(ids))
        let reservations = try ReservationStore.reservations(rows, lines: lines)
        var names = NamesLoader()
        for reservation in reservations { names.add(reservation) }
        let state = try names.load(in: transaction)
        return try zip(rows, reservations).map { row, reservation in
            ReservationBody(
                reservation,
                updatedAt: try row.decode("updated_at"),
                on: state
            )
        }
    }
}
