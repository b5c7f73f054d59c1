import Contracts
import Kernel
import Postgres

/// The `day_total` table: what happened each day by the journal alone, as far as the audit has added it up.
enum DayTotals {
    /// Up to when movements are in it.
    static let position: SQL = "SELECT days_to FROM audit_position"

    /// Adds up some of what is in the days of dashboards; `false` where there is no more.
    static func advance(
        upTo end: Timestamp,
        movements limit: Int,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.execute(ShadowStore.lock)
        let position: Timestamp = try transaction.execute(self.position)[0].decode("days_to")
        let next = try DashboardDays.add(
            to: .audited,
            after: position,
            upTo: end,
            movements: limit,
            in: transaction
        )
        guard next > position else { return false }
        try transaction.execute("UPDATE audit_position SET days_to = \(next)")
        return next < end
    }
}
