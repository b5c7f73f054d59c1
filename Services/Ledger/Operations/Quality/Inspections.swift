import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Reads one inspection.
struct GetInspection: Operation {
    static let id = "getInspection"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("inspectionId", of: Inspection.self)
        let rows = try transaction.execute(
            InspectionBody.statement(where: "inspection.id = \(id)")
        )
        guard let row = rows.first else { throw Problem.notFound("There is no inspection \(id).") }
        return try .json(try InspectionBody(row))
    }
}

/// Lists inspections, the latest recorded first.
struct ListInspections: Query {
    static let id = "listInspections"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        var conditions: [SQL] = []
        if let lot = try request.query.id("lot", of: Lot.self) {
            conditions.append("inspection.lot = \(lot)")
        }
        if let sku = try request.sku(in: transaction) { conditions.append("variant.sku = \(sku)") }
        if let verdict: InspectionVerdict = try request.query.choice("verdict") {
            conditions.append("inspection.verdict = \(verdict.rawValue)")
        }
        if let start = try request.query.timestamp("from") {
            conditions.append("inspection.performed_at >= \(start)")
        }
        if let end = try request.query.timestamp("to") {
            conditions.append("inspection.performed_at < \(end)")
        }
        if let position = try JournalPosition(request) {
            conditions.append(
                """
                (inspection.recorded_at, inspection.id) < (\(position.recordedAt), \(position.id))
                """
            )
        }
        // Few are of one lot or rejected one, and what a page shows beside them is read for it alone.
        transaction.planForValues()
        let rows = try transaction.execute(
            InspectionBody.statement(where: .all(conditions)) + " LIMIT \(limit + 1)"
        )
        return try request.page(of: Array(rows), limit: limit) { row in
            try JournalPosition.keys(row)
        } body: { rows in
            try rows.map { try InspectionBody($0) }
        }
    }
}
