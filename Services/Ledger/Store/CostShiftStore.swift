import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `cost_shift` table, which only grows.
enum CostShiftStore {
    /// Stands for the origin of what is owed.
    static let owed = CostSlice.Key(
        acquiredAt: Timestamp(microseconds: 0),
        origin: ID(head: 0, tail: 0)
    )

    static func append(_ shifts: [CostShift]) -> SQL {
        let goods = shifts.map { $0.goods ?? self.owed }
        return """
            INSERT INTO cost_shift (
                variant, warehouse, source, acquired_at, origin, quantity, value, effective_at,
                recorded_at
            )
            SELECT * FROM unnest(
                \(shifts.map(\.pool.variant)), \(shifts.map(\.pool.warehouse)),
                \(shifts.map(\.source)), \(goods.map(\.acquiredAt)), \(goods.map(\.origin)),
                \(shifts.map(\.quantity)), \(shifts.map(\.value.millionths)),
                \(shifts.map(\.effectiveAt)), \(shifts.map(\.recordedAt))
            )
            """
    }
}
