import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Says which goods leave first; takes the place of an earlier rule about the same.
struct SetRemovalRule: Operation {
    static let id = "setRemovalRule"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: RemovalRuleDraft = try request.document()
        let variant = try self.variant(of: draft, in: transaction)
        try draft.categoryId?.requireKnown(in: transaction)
        // Rules change rarely; so nobody else sets the same one meanwhile.
        try transaction.execute("LOCK TABLE removal_rule IN SHARE ROW EXCLUSIVE MODE")
        let rows = try transaction.execute(
            """
            WITH changed AS (
                UPDATE removal_rule
                SET strategy = \(draft.strategy.rawValue),
                    version = version + 1,
                    updated_at = now()
                WHERE variant IS NOT DISTINCT FROM \(variant)
                    AND category IS NOT DISTINCT FROM \(draft.categoryId)
                RETURNING id
            ), added AS (
                INSERT INTO removal_rule (id, variant, category, strategy)
                SELECT \(ID<RemovalRule>.make()), \(variant), \(draft.categoryId),
                    \(draft.strategy.rawValue)
                WHERE NOT EXISTS (SELECT FROM changed)
                RETURNING id
            )
            SELECT id FROM changed UNION ALL SELECT id FROM added
            """
        )
        let id: ID<RemovalRule> = try rows[0].decode("id")
        let saved = try transaction.execute(RemovalRuleBody.statement(where: "rule.id = \(id)"))
        let rule = try RemovalRuleBody(saved[0])
        try SettingAnnouncement(rule).tell(rule, by: request, in: transaction)
        return try .json(rule)
    }

    private func variant(
        of draft: RemovalRuleDraft,
        in transaction: borrowing Transaction
    ) throws -> ID<Variant>? {
        var rules = DraftRules()
        rules.text(draft.sku, "/sku", limit: DraftRules.maximumName)
        if draft.sku != nil, draft.categoryId != nil {
            rules.add("", "oneOf", "A rule is about one SKU, one category, or everything.")
        }
        try rules.finish()
        return try draft.sku.map { try StockVariant.known($0, in: transaction).id }
    }
}

/// Forgets a rule, so that the next wider one holds.
struct DeleteRemovalRule: Operation {
    static let id = "deleteRemovalRule"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("ruleId", of: RemovalRule.self)
        let rows = try transaction.execute(
            "DELETE FROM removal_rule WHERE id = \(id) RETURNING version + 1 AS version, now() AS time"
        )
        guard let row = rows.first else { throw Problem.notFound("There is no rule \(id).") }
        let withdrawn = SettingAnnouncement(
            kind: .removalRule,
            id: id.rawValue,
            version: try row.decode("version"),
            recordedAt: try row.decode("time")
        )
        try withdrawn.tell(RemovalRuleBody?.none, by: request, in: transaction)
        return .noContent
    }
}

struct RemovalRuleDraft: Codable, Sendable {
    let sku: String?
    let categoryId: ID<Contracts.Category>?
    let strategy: RemovalStrategy
}
