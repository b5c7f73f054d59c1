import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What the stock of some warehouses is worth.
struct DashboardWorth {
    private var values: [ID<Location>: WarehouseDashboard.Values] = [:]

    init(of warehouses: [ID<Location>], in transaction: borrowing Transaction) throws {
        for warehouse in warehouses { self.values[warehouse] = WarehouseDashboard.Values() }
        for row in try transaction.execute(DashboardValues.ages(warehouses)) {
            let warehouse: ID<Location> = try row.decode("warehouse")
            let value: String = try row.decode("value")
            if let band = try row.decode("band", as: Int32?.self) {
                self.values[warehouse]?.set(value, ofBand: Int(band))
            } else {
                self.values[warehouse]?.value = value
            }
        }
        for row in try transaction.execute(
            DashboardValues.categories(warehouses, limit: GetStockDashboard.maximumCategories)
        ) {
            self.values[try row.decode("warehouse")]?.categories
                .append(try WarehouseDashboard.CategoryValue(row))
        }
    }

    /// What it was worth by two times.
    init(
        of warehouses: [ID<Location>],
        at times: DashboardTimes,
        in transaction: borrowing Transaction
    ) throws {
        for warehouse in warehouses {
            self.values[warehouse] =
                times.hasAges
                ? WarehouseDashboard.Values() : WarehouseDashboard.Values(ageing: nil)
        }
        for row in try transaction.execute(
            DashboardValues.categories(
                warehouses,
                limit: GetStockDashboard.maximumCategories,
                at: times
            )
        ) {
            let warehouse: ID<Location> = try row.decode("warehouse")
            self.values[warehouse]?.value = try row.decode("total")
            self.values[warehouse]?.categories.append(try WarehouseDashboard.CategoryValue(row))
        }
        guard times.hasAges else { return }
        for row in try transaction.execute(DashboardValues.ages(warehouses, at: times)) {
            let band: Int32 = try row.decode("band")
            self.values[try row.decode("warehouse")]?
                .set(try row.decode("value"), ofBand: Int(band))
        }
    }

    /// `nil` for a warehouse whose costs the principal may not read.
    subscript(warehouse: ID<Location>) -> WarehouseDashboard.Values? { self.values[warehouse] }
}
