import Contracts
import CoreMetrics
import Kernel
import LedgerDomain
import Messaging
import Postgres
import ServiceKit

/// Makes the counts that plans say are due, once a day for each plan, and puts goods into classes by how
/// much of them is used.
///
/// Several side by side share the work: each takes a plan by its row.
struct CountPlanner: PeriodicService {
    let description = "Count planner"

    let database: PostgresPool
    var interval = CountLimits().planning

    /// How many hours lie between two looks at one plan.
    private static let rhythmHours: Int32 = 24

    func work() async throws {
        while try await self.classify() {}
        while try await self.plan() {}
    }

    /// Looks at one plan whose time has come; `false` where there is none.
    func plan() async throws -> Bool {
        try await self.database.withTransaction { transaction in
            let rows = try transaction.execute(
                """
                UPDATE count_plan
                SET generated_at = now()
                WHERE id = (
                    SELECT id
                    FROM count_plan
                    WHERE status = 'active' AND (
                        generated_at IS NULL
                        OR generated_at <= now() - make_interval(hours => \(Self.rhythmHours))
                    )
                    ORDER BY generated_at NULLS FIRST, id
                    LIMIT 1
                    FOR UPDATE SKIP LOCKED
                )
                RETURNING *
                """
            )
            guard let row = rows.first else { return false }
            let plan = try CountPlanRecord(row)
            let made = try plan.generate(for: CountSettler.actor, cause: nil, in: transaction)
            if made != nil { CountMetrics.generated.increment() }
            return true
        }
    }

    /// Computes the classes of one warehouse again; `false` where all are fresh.
    func classify() async throws -> Bool {
        try await self.database.withTransaction { transaction in
            guard let row = try transaction.execute(StockClassStore.stale).first else {
                return false
            }
            let warehouse: ID<Location> = try row.decode("id")
            transaction.planForValues()
            let rows = try transaction.execute(StockClassStore.consumption(of: warehouse))
            let consumption = Dictionary(
                try rows.map { row in
                    (
                        try row.decode("variant", as: ID<Variant>.self),
                        try row.decode("quantity", as: Quantity.self)
                    )
                }
            ) { first, _ in first }
            try transaction.execute(
                StockClassStore.save(
                    StockClass.classes(of: consumption),
                    consumption: consumption,
                    of: warehouse
                )
            )
            return true
        }
    }
}
