import Kernel
import Postgres

/// How far the figures of dashboards are: the one row of `dashboard_position`.
struct DashboardPosition: Sendable {
    /// Everything that was recorded up to then is in the days.
    let recordedTo: Timestamp
    /// When stock and values were looked at; `nil` before the first time.
    let refreshedAt: Timestamp?
    let costedTo: Timestamp?
    let currency: String?

    init(_ row: Row) throws {
        self.recordedTo = try row.decode("recorded_to")
        self.refreshedAt = try row.decode("refreshed_at")
        self.costedTo = try row.decode("costed_to")
        self.currency = try row.decode("currency")
    }

    static let read: SQL = "SELECT * FROM dashboard_position"

    /// Whoever reads it so is the only one that can move it.
    static let lock: SQL = "SELECT * FROM dashboard_position FOR UPDATE"

    static func advance(to time: Timestamp) -> SQL {
        "UPDATE dashboard_position SET recorded_to = \(time)"
    }

    /// Says that stock and values are those of now.
    static let refresh: SQL = """
        UPDATE dashboard_position
        SET refreshed_at = statement_timestamp(), costed_to = cost.costed_to,
            currency = cost.currency
        FROM cost_position AS cost
        """
}
