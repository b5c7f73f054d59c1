import Contracts
import Kernel
import Messaging
import Postgres

/// The warehouses of a page of dashboards that the principal may look at, by code.
struct DashboardWarehouses {
    /// With how many variants each has, where figures of now are asked for.
    let rows: [Row]
    let ids: [ID<Location>]
    private let request: OperationRequest
    private let hasNext: Bool

    /// - Parameters:
    ///   - cursor: Of the page before; its first key is a code.
    ///   - times: Of the past, to which those belong that were known of.
    init(
        _ request: OperationRequest,
        after cursor: PageCursor?,
        at times: DashboardTimes? = nil,
        in transaction: borrowing Transaction
    ) throws {
        let limit = try request.query.limit()
        var conditions: [SQL] = ["location.kind = 'warehouse'"]
        if let warehouse = try request.location("warehouse", in: transaction) {
            conditions.append("location.id = \(warehouse)")
        }
        if let warehouses = request.principal.warehouses(for: .dashboardRead) {
            conditions.append("location.id = ANY (\(Array(warehouses)))")
        }
        if let cursor {
            conditions.append("location.code COLLATE \"C\" > \(cursor.keys[0])")
        }
        if let times { conditions.append("location.created_at <= \(times.knownAt)") }
        let rows = try transaction.execute(
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
        self.rows = Array(rows.prefix(limit))
        self.ids = try self.rows.map { try $0.decode("id") }
        self.hasNext = rows.count > limit
        self.request = request
    }

    /// Those of which the principal may read costs.
    var costed: [ID<Location>] {
        let costed = self.request.costedWarehouses
        return self.ids.filter { costed?.contains($0) ?? true }
    }

    /// Where the next page begins; `nil` where there is none.
    ///
    /// - Parameter keys: What is to be known then besides the place.
    func next(with keys: [String]) throws -> String? {
        guard self.hasNext, let last = self.rows.last else { return nil }
        return try PageCursor([try last.decode("code")] + keys, of: self.request).text
    }
}
