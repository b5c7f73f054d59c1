import Contracts
import Kernel
import Postgres
import ServiceKit

/// Compares balances, what warehouses have, what they have promised and what is on the road with what follows
/// from the journal, and adds the journal up for that.
struct StockAuditor: VariantAuditor {
    let description = "Stock auditor"

    let database: PostgresPool
    var limits = AuditLimits()

    static let book = "stock"

    var pace: BackgroundPace { self.limits.stockPace }
    var adding: Duration? { self.limits.stockAdding }

    /// Held by the one that works; the letters "audi".
    static let lock = AdvisoryLock(category: 0x6175_6469, key: 1)

    func end(in transaction: borrowing Transaction) throws -> Timestamp {
        try JournalHorizon(transaction.execute(JournalHorizon.statement)[0]).time
    }

    func advance(to end: Timestamp, in transaction: borrowing Transaction) throws -> Bool {
        let next = ShadowStore.nextPosition(before: end, limit: self.limits.movements)
        guard let row = try transaction.execute(next).first else { return false }
        try transaction.pipeline(ShadowStore.advance(to: try row.decode("recorded_to")))
        return true
    }

    func suspects(
        among variants: [ID<Variant>],
        in transaction: borrowing Transaction
    ) throws -> Set<ID<Variant>> {
        let rows = try transaction.pipeline([
            StockComparison.balances(of: variants, by: .shadow),
            StockComparison.availabilities(of: variants),
            PromiseComparison.differences(.open(variants)),
            TransferComparison.differences(.travelling(variants)),
        ])
        return Set(try rows.flatMap { try $0.map { try FoundDrift($0).variant } })
    }

    func repair(
        _ variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> AuditRepair {
        AuditRepair(drifts: try StockRepair.perform(on: variant, in: transaction))
    }
}
