import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Tells where a lot came from and what became of it, over all productions.
struct TraceLot: Query {
    static let id = "traceLot"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let lot = try request.pathID("lotId", of: Lot.self)
        try request.requireEveryWarehouse()
        return try .json(try LotTraceBody.trace(lot, in: transaction))
    }
}

extension OperationRequest {
    /// Refuses who may read of some warehouses only: goods are followed through all of them.
    func requireEveryWarehouse() throws(Problem) {
        guard self.readableWarehouses == nil else { throw .forbidden(.stockRead) }
    }
}

/// Lists the movements by which a lot, and what it was made of, came from suppliers.
struct ListLotOrigins: Query {
    static let id = "listLotOrigins"

    let horizon: Timestamp

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try LotMovements(.backward, outside: .supplier, horizon: self.horizon)
            .page(request, in: transaction)
    }
}

/// Lists the movements by which a lot, and what was made of it, went to customers or came back.
struct ListLotRecipients: Query {
    static let id = "listLotRecipients"

    let horizon: Timestamp

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try LotMovements(.forward, outside: .customer, horizon: self.horizon)
            .page(request, in: transaction)
    }
}

/// The movements between us and one place outside, of a lot and all that it is linked to.
struct LotMovements {
    private let direction: LotTrace.Direction
    private let outside: LocationKind
    private let horizon: Timestamp

    init(_ direction: LotTrace.Direction, outside: LocationKind, horizon: Timestamp) {
        self.direction = direction
        self.outside = outside
        self.horizon = horizon
    }

    /// The latest recorded first.
    func page(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let lot = try request.pathID("lotId", of: Lot.self)
        try request.requireEveryWarehouse()
        guard try transaction.execute("SELECT FROM lot WHERE id = \(lot)").count == 1 else {
            throw Problem.notFound("There is no lot \(lot).")
        }
        let end = self.horizon.advanced(by: .microseconds(1))
        let limit = try request.query.limit()
        let rows = try self.latest(
            limit + 1,
            of: lot,
            after: try JournalPosition(request),
            in: transaction
        )
        let bodies = try MovementRecordBody.bodies(
            of: Array(rows.prefix(limit)),
            in: transaction
        )
        return try .json(JournalPage(bodies, of: rows, before: end, for: request))
    }

    /// Rows of `movement`, the latest recorded first.
    func latest(
        _ limit: Int,
        of lot: ID<Lot>,
        after position: JournalPosition? = nil,
        in transaction: borrowing Transaction
    ) throws -> Rows {
        let linked = try transaction.execute(LotTrace.lots(self.direction, from: lot))
        let lots: [ID<Lot>] = try linked.map { try $0.decode("lot") }
        var conditions: [SQL] = [
            "movement.lot = ANY (\(lots))", "movement.recorded_at <= \(self.horizon)",
            "outside.id IN (movement.from_location, movement.to_location)",
        ]
        if let position {
            conditions.append(
                "(movement.recorded_at, movement.id) < (\(position.recordedAt), \(position.id))"
            )
        }
        return try transaction.execute(
            """
            SELECT movement.*
            FROM movement
            JOIN location AS outside ON outside.kind = \(self.outside.rawValue)
            WHERE \(fragment: .all(conditions))
            ORDER BY movement.recorded_at DESC, movement.id DESC
            LIMIT \(limit)
            """
        )
    }
}
