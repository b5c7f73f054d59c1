import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Reads one period with its history.
struct GetPeriod: Operation {
    static let id = "getPeriod"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("periodId", of: Period.self)
        return try PeriodBody.load(id, in: transaction).response()
    }
}

/// Lists periods, the latest first.
struct ListPeriods: Query {
    static let id = "listPeriods"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        var conditions: [SQL] = []
        if let state = try request.query.choice("state", of: PeriodState.self) {
            conditions.append("state = \(state.rawValue)")
        }
        if let cursor = try PageCursor.read(request, keyCount: 1) {
            conditions.append("number < \(try cursor.key(0) { Int64($0) })")
        }
        let rows = try transaction.execute(
            """
            SELECT *
            FROM period
            WHERE \(fragment: .all(conditions))
            ORDER BY number DESC
            LIMIT \(limit + 1)
            """
        )
        return try request.page(of: try rows.map { try PeriodRecord($0) }, limit: limit) { record in
            ["\(record.period.number)"]
        } body: { records in
            records.map { PeriodBody($0) }
        }
    }
}
