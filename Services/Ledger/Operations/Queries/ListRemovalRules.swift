import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists the rules by which goods leave, in the order of their identifiers.
struct ListRemovalRules: Query {
    static let id = "listRemovalRules"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        var conditions: [SQL] = []
        if let cursor = try PageCursor.read(request, keyCount: 1) {
            conditions.append("rule.id > \(try cursor.key(0, ID<RemovalRule>.init))")
        }
        let rows = try transaction.execute(
            RemovalRuleBody.statement(where: .all(conditions)) + " LIMIT \(limit + 1)"
        )
        return try request.page(of: try rows.map { try RemovalRuleBody($0) }, limit: limit) {
            [$0.id.description]
        }
    }
}

/// A rule as its own document.
struct RemovalRuleBody: Codable, Sendable {
    let id: ID<RemovalRule>
    /// Of the one variant that it is about.
    let sku: String?
    let categoryId: ID<Contracts.Category>?
    let strategy: RemovalStrategy
    let version: Int64
    let updatedAt: Timestamp

    init(_ row: Row) throws {
        self.id = try row.decode("id")
        self.sku = try row.decode("sku")
        self.categoryId = try row.decode("category")
        self.strategy = try row.word("strategy")
        self.version = try row.decode("version")
        self.updatedAt = try row.decode("updated_at")
    }

    static func statement(where condition: SQL) -> SQL {
        """
        SELECT rule.*, variant.sku
        FROM removal_rule AS rule
        LEFT JOIN variant ON variant.id = rule.variant
        WHERE \(fragment: condition)
        ORDER BY rule.id
        """
    }
}
