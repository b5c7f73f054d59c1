import Contracts
import Kernel
import Postgres
import ServiceKit

/// Compares what goods are worth with the book of costs, and adds the book up for that.
///
/// It goes round by itself, since variants of hundreds of layers take it longer than a wrong balance may
/// stay unseen.
struct CostAuditor: VariantAuditor {
    let description = "Cost auditor"

    let database: PostgresPool
    var limits = AuditLimits()

    static let book = "costs"

    var pace: BackgroundPace { self.limits.unhurriedPace }
    /// Its rounds are long, so what is new is added up before each step.
    var adding: Duration? { nil }

    /// Held by the one that works; the letters "audi".
    static let lock = AdvisoryLock(category: 0x6175_6469, key: 2)

    /// The last line of the book.
    func end(in transaction: borrowing Transaction) throws -> Int64 {
        try CostPosition(transaction.execute(CostPosition.read)[0]).lastNumber
    }

    func advance(to end: Int64, in transaction: borrowing Transaction) throws -> Bool {
        let next = CostTotalStore.nextPosition(upTo: end, limit: self.limits.movements)
        guard let row = try transaction.execute(next).first else { return false }
        try transaction.pipeline(CostTotalStore.advance(to: try row.decode("number")))
        return true
    }

    func suspects(
        among variants: [ID<Variant>],
        in transaction: borrowing Transaction
    ) throws -> Set<ID<Variant>> {
        let position = try transaction.execute(CostTotalStore.position)[0]
        transaction.planForValues()
        let rows = try transaction.execute(
            CostComparison.pools(of: variants, after: try position.decode("number"))
        )
        return Set(try rows.map { try FoundDrift($0).variant })
    }

    func repair(
        _ variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> AuditRepair {
        try CostRepair.perform(on: variant, in: transaction)
    }
}
