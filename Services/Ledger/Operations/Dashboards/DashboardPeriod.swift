import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The days that a dashboard shows, and those that make its average.
struct DashboardPeriod {
    private let today: CivilDate
    private let shown: Int
    private var rows: [ID<Location>: [Row]] = [:]

    /// - Parameters:
    ///   - shown: How many days are shown, today among them.
    ///   - times: Of the past; `nil` for the days that were added up before.
    init(
        today: CivilDate,
        shown: Int,
        of warehouses: [ID<Location>],
        at times: DashboardTimes? = nil,
        in transaction: borrowing Transaction
    ) throws {
        self.today = today
        self.shown = shown
        let first = today.earlier(by: max(GetStockDashboard.averageDays, Int64(shown) - 1))
        let days =
            if let times {
                DashboardDays.read(warehouses, from: first, at: times)
            } else {
                DashboardDays.read(warehouses, from: first, through: today)
            }
        for row in try transaction.execute(days) {
            self.rows[try row.decode("warehouse"), default: []].append(row)
        }
    }

    /// The days of a warehouse that are shown, the latest first, and the average of those before
    /// today.
    func days(
        of warehouse: ID<Location>
    ) throws -> (shown: [DashboardActivity], average: DashboardActivity) {
        var days = (0..<self.shown).map { back in
            DashboardActivity(day: self.today.earlier(by: Int64(back)))
        }
        var sum = DashboardActivity(day: nil)
        for row in self.rows[warehouse] ?? [] {
            let day: CivilDate = try row.decode("day")
            let age = self.today.daysSinceEpoch - day.daysSinceEpoch
            if (1...GetStockDashboard.averageDays).contains(age) { try sum.add(row) }
            if age < self.shown { try days[Int(age)].add(row) }
        }
        return (days, sum.average(over: GetStockDashboard.averageDays))
    }
}
