import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Says how variants are costed from now on; takes the place of an earlier policy about the same.
struct SetCostPolicy: Operation {
    static let id = "setCostPolicy"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: CostPolicyDraft = try request.document()
        try request.requireEveryWarehouse(for: .costManage)
        let variant = try self.variant(of: draft, in: transaction)
        try transaction.execute(CostPolicies.change)
        let rows = try transaction.execute(
            """
            WITH changed AS (
                UPDATE cost_policy
                SET method = \(draft.method.rawValue),
                    standard = \(draft.standardCost?.millionths),
                    version = version + 1,
                    updated_at = now()
                WHERE variant IS NOT DISTINCT FROM \(variant)
                    AND category IS NOT DISTINCT FROM \(draft.categoryId)
                RETURNING id
            ), added AS (
                INSERT INTO cost_policy (id, variant, category, method, standard)
                SELECT \(ID<CostPolicy>.make()), \(variant), \(draft.categoryId),
                    \(draft.method.rawValue), \(draft.standardCost?.millionths)
                WHERE NOT EXISTS (SELECT FROM changed)
                RETURNING id
            )
            SELECT id FROM changed UNION ALL SELECT id FROM added
            """
        )
        let id: ID<CostPolicy> = try rows[0].decode("id")
        // Variants whose nearest policy this is; for those that are costed so already it changes nothing.
        try transaction.pipeline([
            JournalHorizon.hold, CostOrderStore.apply(id, by: request.principal.actor),
        ])
        let saved = try transaction.execute(CostPolicyBody.statement(where: "policy.id = \(id)"))
        let policy = try CostPolicyBody(saved[0])
        try SettingAnnouncement(policy).tell(policy, by: request, in: transaction)
        return try .json(policy)
    }

    private func variant(
        of draft: CostPolicyDraft,
        in transaction: borrowing Transaction
    ) throws -> ID<Variant>? {
        var rules = DraftRules()
        rules.text(draft.sku, "/sku", limit: DraftRules.maximumName)
        if draft.sku != nil, draft.categoryId != nil {
            rules.add("", "oneOf", "A policy is about one SKU, one category, or everything.")
        }
        if let standard = draft.standardCost {
            if draft.sku == nil || draft.method != .standard {
                rules.add("/standardCost", "subject", "Only one SKU has a standard cost.")
            }
            rules.unitCost(standard, "/standardCost")
        }
        try rules.finish()
        try draft.categoryId?.requireKnown(in: transaction)
        return try draft.sku.map { try StockVariant.known($0, in: transaction).id }
    }
}

/// Lists how variants are costed, in the order of the policies' identifiers.
struct ListCostPolicies: Query {
    static let id = "listCostPolicies"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        var conditions: [SQL] = []
        if let cursor = try PageCursor.read(request, keyCount: 1) {
            conditions.append("policy.id > \(try cursor.key(0, ID<CostPolicy>.init))")
        }
        let rows = try transaction.execute(
            CostPolicyBody.statement(where: .all(conditions)) + " LIMIT \(limit + 1)"
        )
        return try request.page(of: try rows.map { try CostPolicyBody($0) }, limit: limit) {
            [$0.id.description]
        }
    }
}

struct CostPolicyDraft: Codable, Sendable {
    let sku: String?
    let categoryId: ID<Contracts.Category>?
    let method: CostMethod
    let standardCost: CostValue?
}

/// A policy as its own document.
struct CostPolicyBody: Codable, Sendable {
    let id: ID<CostPolicy>
    /// Of the one variant that it is about.
    let sku: String?
    let categoryId: ID<Contracts.Category>?
    let method: CostMethod
    let standardCost: CostValue?
    let version: Int64
    let updatedAt: Timestamp

    init(_ row: Row) throws {
        let costing = try Costing(row)
        self.id = try row.decode("id")
        self.sku = try row.decode("sku")
        self.categoryId = try row.decode("category")
        self.method = costing.method
        self.standardCost = costing.standard
        self.version = try row.decode("version")
        self.updatedAt = try row.decode("updated_at")
    }

    static func statement(where condition: SQL) -> SQL {
        """
        SELECT policy.*, variant.sku
        FROM cost_policy AS policy
        LEFT JOIN variant ON variant.id = policy.variant
        WHERE \(fragment: condition)
        ORDER BY policy.id
        """
    }
}

extension DraftRules {
    /// What one unit may cost, at most and at least.
    mutating func unitCost(_ value: CostValue, _ pointer: String) {
        if !(CostValue.zero...Self.maximumCost).contains(value) {
            self.add(pointer, "range", "The value is from 0 to \(Self.maximumCost).")
        }
    }

    /// Of one unit, or of one order, in the company's currency.
    static let maximumCost = CostValue.largest
}
