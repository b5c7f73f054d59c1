import Contracts
import Kernel
import LedgerDomain
import Postgres

/// That all of a variant in a warehouse would be worth more or less by so much, and who would bear it.
struct CostChange: Codable, Sendable {
    let sku: String
    let variantId: ID<Variant>
    let locationId: ID<Location>
    let location: String
    let account: CostAccount
    let value: CostValue

    /// What an order would do if it was followed now: sums of its lines, by warehouse and account.
    static func changes(
        of order: CostOrder,
        at position: CostPosition,
        in transaction: borrowing Transaction
    ) throws -> [CostChange] {
        let (_, book) = try CostBookStore.follow([.order(order)], after: position, in: transaction)
        var sums: [CostPool.Key: [CostAccount: CostValue]] = [:]
        for line in book.written {
            sums[line.pool, default: [:]][line.account, default: .zero] += line.value
        }
        let rows = try transaction.execute(
            """
            SELECT pool.variant, pool.warehouse, variant.sku, location.code
            FROM unnest(\(sums.keys.map(\.variant)), \(sums.keys.map(\.warehouse)))
                AS pool (variant, warehouse)
            JOIN variant ON variant.id = pool.variant
            JOIN location ON location.id = pool.warehouse
            ORDER BY variant.sku, location.code
            """
        )
        return try rows.flatMap { row in
            let pool = try CostPool.Key(row)
            let accounts = sums[pool, default: [:]].sorted { $0.key.rawValue < $1.key.rawValue }
            return try accounts.filter { $0.value != .zero }.map { account, value in
                CostChange(
                    sku: try row.decode("sku"),
                    variantId: pool.variant,
                    locationId: pool.warehouse,
                    location: try row.decode("code"),
                    account: account,
                    value: value
                )
            }
        }
    }
}
