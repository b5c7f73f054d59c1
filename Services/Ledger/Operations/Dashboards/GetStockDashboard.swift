import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Tells what happens in each warehouse, and what is there: by figures that were computed before, or by
/// two times of the past, from the journal.
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
        let shown = try request.query.integer(
            "days",
            in: 1...Self.mostDays,
            default: Self.usualDays
        )
        let cursor = try PageCursor.read(request, keyCount: DashboardTimes.keyCount(of: request))
        guard let times = try DashboardTimes(request, after: cursor, in: transaction) else {
            return try self.present(request, shown, after: cursor, in: transaction)
        }
        return try self.past(request, shown, at: times, after: cursor, in: transaction)
    }

    private func present(
        _ request: OperationRequest,
        _ shown: Int,
        after cursor: PageCursor?,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let position = try DashboardPosition(transaction.execute(DashboardPosition.read)[0])
        let page = try DashboardWarehouses(request, after: cursor, in: transaction)
        let days = try DashboardPeriod(
            today: position.recordedTo.day,
            // Before the first time there is no today.
            shown: position.refreshedAt == nil ? 0 : shown,
            of: page.ids,
            in: transaction
        )
        let values = try DashboardWorth(of: page.costed, in: transaction)
        let items = try zip(page.ids, page.rows).map { id, row in
            try WarehouseDashboard(
                row,
                variants: WarehouseDashboard.Variants(row, hasPromises: true),
                days: days.days(of: id),
                values: values[id]
            )
        }
        return try .json(StockDashboardPage(items: items, next: page.next(with: []), position))
    }

    private func past(
        _ request: OperationRequest,
        _ shown: Int,
        at times: DashboardTimes,
        after cursor: PageCursor?,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        // Which months are read shows by the times.
        transaction.planForValues()
        let page = try DashboardWarehouses(request, after: cursor, at: times, in: transaction)
        let days = try DashboardPeriod(
            today: times.asOf.day,
            shown: shown,
            of: page.ids,
            at: times,
            in: transaction
        )
        let values = try DashboardWorth(of: page.costed, at: times, in: transaction)
        let counts = try transaction.execute(PastStock.counts(in: page.ids, at: times))
            .reduce(into: [ID<Location>: WarehouseDashboard.Variants]()) { counts, row in
                counts[try row.decode("warehouse")] = try .init(
                    row,
                    hasPromises: times.hasPromises
                )
            }
        let items = try zip(page.ids, page.rows).map { id, row in
            try WarehouseDashboard(
                row,
                variants: counts[id] ?? .nothing(hasPromises: times.hasPromises),
                days: days.days(of: id),
                values: values[id]
            )
        }
        let next = try page.next(with: [times.knownAt.description])
        return try .json(StockDashboardPage(items: items, next: next, at: times))
    }
}

extension CivilDate {
    /// Some days before or, below zero, after it.
    func earlier(by days: Int64) -> CivilDate {
        CivilDate(daysSinceEpoch: self.daysSinceEpoch - days)
    }

    /// The first moment of the day, in UTC.
    var beginning: Timestamp { Timestamp(microseconds: self.daysSinceEpoch * 86_400_000_000) }
}
