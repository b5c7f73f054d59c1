import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Tells what happens in each warehouse, and what is there, by figures that were computed before.
struct GetStockDashboard: Query {
    static let id = "getStockDashboard"

    /// Days before today that make the average.
    static let averageDays: Int64 = 28
    static let usualDays = 7
    static let mostDays = 90
    /// Categories of a warehouse that are listed, the most valuable first.
    static let maximumCategories = 100

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let shown = try request.query.integer(
            "days",
            in: 1...Self.mostDays,
            default: Self.usualDays
        )
        let position = try DashboardPosition(transaction.execute(DashboardPosition.read)[0])
        let rows = try self.warehouses(request, limit: limit, in: transaction)
        let page = Array(rows.prefix(limit))
        let ids: [ID<Location>] = try page.map { try $0.decode("id") }
        let days = try DashboardPeriod(
            today: CivilDate(of: position.recordedTo),
            // Before the first time there is no today.
            shown: position.refreshedAt == nil ? 0 : shown,
            of: ids,
            in: transaction
        )
        let costed = ids.filter { request.costedWarehouses?.contains($0) ?? true }
        let values = try DashboardWorth(of: costed, in: transaction)
        var next: String?
        if rows.count > limit, let last = page.last {
            next = try PageCursor([last.decode("code")], of: request).text
        }
        return try .json(
            StockDashboardPage(
                items: page.map { row in
                    let id: ID<Location> = try row.decode("id")
                    return try WarehouseDashboard(row, days: days.days(of: id), values: values[id])
                },
                next: next,
                position
            )
        )
    }

    /// The warehouses that the principal may look at, by code, with their variants.
    private func warehouses(
        _ request: OperationRequest,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> Rows {
        var conditions: [SQL] = ["location.kind = 'warehouse'"]
        if let warehouse = try request.location("warehouse", in: transaction) {
            conditions.append("location.id = \(warehouse)")
        }
        if let warehouses = request.principal.warehouses(for: .dashboardRead) {
            conditions.append("location.id = ANY (\(Array(warehouses)))")
        }
        if let cursor = try PageCursor.read(request, keyCount: 1) {
            conditions.append("location.code COLLATE \"C\" > \(cursor.keys[0])")
        }
        return try transaction.execute(
            """
            SELECT location.id, location.code, coalesce(positive, 0) AS positive,
                coalesce(zero, 0) AS zero, coalesce(negative, 0) AS negative,
                coalesce(oversold, 0) AS oversold
            FROM location
            LEFT JOIN dashboard_stock AS stock ON stock.warehouse = location.id
            WHERE \(fragment: .all(conditions))
            ORDER BY location.code COLLATE "C"
            LIMIT \(limit + 1)
            """
        )
    }
}

extension CivilDate {
    /// The day of a time, in UTC.
    init(of time: Timestamp) {
        let seconds = time.microseconds / 1_000_000
        self.init(daysSinceEpoch: seconds.quotientAndRemainder(dividingBy: 86_400).quotient)
    }

    /// Some days before or, below zero, after it.
    func earlier(by days: Int64) -> CivilDate {
        CivilDate(daysSinceEpoch: self.daysSinceEpoch - days)
    }
}
