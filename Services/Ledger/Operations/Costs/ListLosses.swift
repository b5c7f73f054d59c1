import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Tells what was written off, lost and found in a time, by reason.
struct ListLosses: Query {
    static let id = "listLosses"

    /// As far back as there is nothing earlier.
    private static let beginning = Timestamp(microseconds: 0)

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let known = try KnownCosts(request, in: transaction)
        let from = try request.query.timestamp("from") ?? Self.beginning
        let to = try request.query.timestamp("to") ?? known.position.costedTo
        var conditions: [SQL] = [
            "line.account IN ('adjustment', 'scrap')",
            "line.effective_at >= \(from) AND line.effective_at < \(to)",
        ]
        conditions += known.conditions(on: "line")
        if let warehouse = try request.costedWarehouse(in: transaction) {
            conditions.append("line.warehouse = \(warehouse)")
        }
        if let warehouses = request.costedWarehouses {
            conditions.append("line.warehouse = ANY (\(Array(warehouses)))")
        }
        var positions: [SQL] = []
        if let cursor = try PageCursor.read(request, keyCount: 2) {
            positions.append("(account, reason) > (\(cursor.keys[0]), \(cursor.keys[1]))")
        }
        let rows = try transaction.execute(
            """
            SELECT *
            FROM (
                SELECT line.account COLLATE "C" AS account,
                    coalesce(undone.reason, entry.reason, '') COLLATE "C" AS reason,
                    \(fragment: .money("- sum(line.value)")) AS value
                FROM cost_entry AS line
                LEFT JOIN entry ON entry.id = line.source
                LEFT JOIN entry AS undone ON undone.id = entry.reverses
                WHERE \(fragment: .all(conditions))
                GROUP BY 1, 2
            ) AS lost
            WHERE \(fragment: .all(positions))
            ORDER BY account, reason
            LIMIT \(limit + 1)
            """
        )
        let page = try CostPage(rows, limit: limit, of: request, at: known.position) { row in
            try Loss(row)
        } keys: { row in
            [try row.decode("account"), try row.decode("reason")]
        }
        return try .json(page)
    }
}

/// What goods that are gone without a customer have cost; below zero what was found.
struct Loss: Encodable, Sendable {
    let account: CostAccount
    let reason: String?
    let value: String

    init(_ row: Row) throws {
        let reason: String = try row.decode("reason")
        self.account = try row.word("account")
        self.reason = reason.isEmpty ? nil : reason
        self.value = try row.decode("value")
    }
}
