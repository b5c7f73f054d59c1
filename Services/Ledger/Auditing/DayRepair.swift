import Contracts
import Kernel
import Postgres

/// Puts right what is kept of one day of dashboards, and enters what was wrong.
///
/// Under the lock of whoever adds to it: what is compared there is all that was added.
enum DayRepair {
    /// - Returns: What was put right.
    static func perform(
        on day: CivilDate,
        in transaction: borrowing Transaction
    ) throws -> [FoundDrift] {
        transaction.allow(statementTimeout: DashboardLimits.statementTimeout)
        transaction.planForValues()
        let kept = try DashboardPosition(transaction.execute(DashboardPosition.lock)[0])
        try transaction.execute(ShadowStore.lock)
        let added: Timestamp = try transaction.execute(DayTotals.position)[0].decode("days_to")
        let drifts =
            try self.perform(on: day, .audited, .audit, recordedTo: added, in: transaction)
            + self.perform(
                on: day,
                .shown,
                .dashboardDay,
                recordedTo: kept.recordedTo,
                in: transaction
            )
        try DriftStore.enter(drifts, in: transaction)
        return drifts
    }

    private static func perform(
        on day: CivilDate,
        _ table: DashboardDays.Table,
        _ field: DriftField,
        recordedTo end: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> [FoundDrift] {
        let drifts = try transaction.execute(
            DayComparison.differences(of: day, in: table, recordedTo: end)
        ).map { row in
            FoundDrift(
                field,
                of: .whole,
                at: try row.decode("warehouse"),
                day: day,
                expected: try row.decode("expected", as: Int64.self) * 10_000,
                found: try row.decode("found", as: Int64.self) * 10_000
            )
        }
        if !drifts.isEmpty {
            try transaction.pipeline(DashboardDays.make(day, in: table, recordedTo: end))
        }
        return drifts
    }
}
