import Kernel
import Postgres

/// What happened each day, added up again in a session's own tables.
enum RebuiltDays {
    /// Adds up some of what the live days have; `false` where there is no more.
    static func advance(
        in schema: String,
        movements limit: Int,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        let live = SQL(verbatim: "SELECT * FROM \(schema).dashboard_position")
        let end = try DashboardPosition(transaction.execute(live)[0]).recordedTo
        let position = try DashboardPosition(transaction.execute(DashboardPosition.read)[0])
        let next = try DashboardDays.add(
            after: position.recordedTo,
            upTo: end,
            movements: limit,
            in: transaction
        )
        guard next > position.recordedTo else { return false }
        try transaction.execute(DashboardPosition.advance(to: next))
        return next < end
    }
}
