import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Reads one count with its lines and its history.
struct GetCount: Operation {
    static let id = "getCount"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("countId", of: Count.self)
        guard let body = try CountBody.load(id, in: transaction),
            request.principal.may(.countRead, at: body.warehouse.id)
        else { throw Problem.notFound("There is no count \(id).") }
        return try body.response()
    }
}

/// Lists counts, the latest made first.
struct ListCounts: Query {
    static let id = "listCounts"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        var conditions: [SQL] = []
        if let state = try request.query.choice("state", of: CountState.self) {
            conditions.append("stock_count.state = \(state.rawValue)")
        }
        if let plan = try request.query.id("plan", of: CountPlan.self) {
            conditions.append("stock_count.plan = \(plan)")
        }
        if let warehouse = try request.location("warehouse", in: transaction) {
            conditions.append("stock_count.warehouse = \(warehouse)")
        }
        if let warehouses = request.principal.warehouses(for: .countRead) {
            conditions.append("stock_count.warehouse = ANY (\(Array(warehouses)))")
        }
        if let position = try JournalPosition(request) {
            conditions.append(
                """
                (stock_count.created_at, stock_count.id)
                < (\(position.recordedAt), \(position.id))
                """
            )
        }
        let rows = try transaction.execute(
            """
            SELECT stock_count.*, location.code AS warehouse_code
            FROM stock_count
            JOIN location ON location.id = stock_count.warehouse
            WHERE \(fragment: .all(conditions))
            ORDER BY stock_count.created_at DESC, stock_count.id DESC
            LIMIT \(limit + 1)
            """
        )
        return try request.page(of: Array(rows), limit: limit) { row in
            try JournalPosition.keys(row, by: "created_at")
        } body: { rows in
            try rows.map { row in
                let record = try CountRecord(row)
                return CountBody(
                    record,
                    in: LocationLabel(
                        id: record.warehouse,
                        code: try row.decode("warehouse_code")
                    )
                )
            }
        }
    }
}
