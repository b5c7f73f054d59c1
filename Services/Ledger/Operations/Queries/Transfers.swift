import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Reads one transfer order.
struct GetTransferOrder: Operation {
    static let id = "getTransferOrder"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("transferOrderId", of: TransferOrder.self)
        let rows = try transaction.execute("SELECT * FROM transfer_order WHERE id = \(id)")
        guard let body = try TransferBody.bodies(of: Array(rows), in: transaction).first,
            request.readableWarehouses?.isDisjoint(with: [body.from.id, body.to.id]) != true
        else { throw Problem.notFound("There is no transfer order \(id).") }
        return try .json(body, headers: [Precondition.tag(body.version)])
    }
}

/// Lists transfer orders, the latest made first.
struct ListTransferOrders: Query {
    static let id = "listTransferOrders"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let conditions = try self.conditions(request, in: transaction)
        let rows = try transaction.execute(
            """
            SELECT *
            FROM transfer_order
            WHERE \(fragment: .all(conditions))
            ORDER BY created_at DESC, id DESC
            LIMIT \(limit + 1)
            """
        )
        let bodies = try TransferBody.bodies(of: Array(rows.prefix(limit)), in: transaction)
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
        if let state = try query.choice("state", of: TransferState.self) {
            conditions.append("state = \(state.rawValue)")
        }
        if let from = try request.location("from", in: transaction) {
            conditions.append("from_warehouse = \(from)")
        }
        if let to = try request.location("to", in: transaction) {
            conditions.append("to_warehouse = \(to)")
        }
        if let sku = try request.sku(in: transaction) {
            conditions.append(
                """
                id IN (
                    SELECT line.transfer_order
                    FROM transfer_line AS line
                    JOIN variant ON variant.id = line.variant
                    WHERE variant.sku = \(sku)
                )
                """
            )
        }
        conditions += try query.reference()
        if let warehouses = request.readableWarehouses {
            let own = Array(warehouses)
            conditions.append("from_warehouse = ANY (\(own)) OR to_warehouse = ANY (\(own))")
        }
        if let position = try JournalPosition(request) {
            conditions.append("(created_at, id) < (\(position.recordedAt), \(position.id))")
        }
        return conditions
    }
}

extension TransferBody {
    /// Documents of rows of `transfer_order`, in their order.
    static func bodies(
        of rows: [Row],
        in transaction: borrowing Transaction
    ) throws -> [TransferBody] {
        let ids: [ID<TransferOrder>] = try rows.map { try $0.decode("id") }
        let wanted: SQL = "SELECT unnest(\(ids))"
        let parts = try transaction.pipeline([
            TransferStore.lines(wanted), TransferStore.loads(wanted),
        ])
        let orders = try TransferStore.transfers(rows, lines: parts[0], loads: parts[1])
        var names = NamesLoader()
        for order in orders { names.add(order) }
        let state = try names.load(in: transaction)
        return try zip(rows, orders).map { row, order in
            TransferBody(order, updatedAt: try row.decode("updated_at"), on: state)
        }
    }
}
