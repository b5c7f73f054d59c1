import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists handling units, the latest made first.
struct ListHandlingUnits: Query {
    static let id = "listHandlingUnits"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let conditions = try self.conditions(request, in: transaction)
        let rows = try transaction.execute(
            """
            SELECT \(fragment: HandlingUnitRecord.columns)
            FROM handling_unit AS unit
            JOIN location AS place ON place.id = unit.location
            WHERE \(fragment: .all(conditions))
            ORDER BY unit.created_at DESC, unit.id DESC
            LIMIT \(limit + 1)
            """
        )
        return try request.page(of: Array(rows), limit: limit) { row in
            try JournalPosition.keys(row, by: "created_at")
        } body: { rows in
            try HandlingUnitBody.bodies(
                of: try rows.map { try HandlingUnitRecord($0) },
                in: transaction
            )
        }
    }

    private func conditions(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> [SQL] {
        var conditions: [SQL] = []
        if let code = request.query["code"] { conditions.append("unit.code = \(code)") }
        if let type = try request.query.choice("type", of: HandlingUnitType.self) {
            conditions.append("unit.type = \(type.rawValue)")
        }
        if let status = try request.query.choice("status", of: HandlingUnitStatus.self) {
            conditions.append("unit.status = \(status.rawValue)")
        }
        if let location = try request.location("location", in: transaction) {
            conditions.append("place.parent = \(location)")
        }
        if let root = try request.location("locationTree", in: transaction) {
            conditions.append("place.path @> ARRAY[\(root)]")
        }
        if let sku = try request.sku(in: transaction) {
            conditions.append(
                """
                unit.location IN (
                    SELECT balance.location
                    FROM variant
                    JOIN balance ON balance.variant = variant.id AND balance.on_hand <> 0
                    WHERE variant.sku = \(sku)
                )
                """
            )
        }
        if let warehouses = request.readableWarehouses {
            conditions.append("place.warehouse = ANY (\(Array(warehouses)))")
        }
        if let position = try JournalPosition(request) {
            conditions.append(
                "(unit.created_at, unit.id) < (\(position.recordedAt), \(position.id))"
            )
        }
        return conditions
    }
}
