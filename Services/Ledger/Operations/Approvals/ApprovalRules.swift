import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import Sealing

/// Lists the rules of approval, the one in force first.
struct ListApprovalRules: Query {
    static let id = "listApprovalRules"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        var conditions: [SQL] = ["kind = 'rule'"]
        if let position = try JournalPosition(request) {
            conditions.append("(recorded_at, id) < (\(position.recordedAt), \(position.id))")
        }
        let rows = try transaction.execute(
            """
            SELECT entry.*, \(fragment: PersonStore.name)
            FROM entry
            WHERE \(fragment: .all(conditions))
            ORDER BY recorded_at DESC, id DESC
            LIMIT \(limit + 1)
            """
        )
        return try request.page(of: Array(rows), limit: limit) { row in
            try JournalPosition.keys(row, by: "recorded_at")
        } body: { rows in
            try rows.map { try ApprovalRuleBody($0) }
        }
    }
}

/// Makes a rule of approval, which takes the place of the one before: an entry that moves nothing.
struct CreateApprovalRule: Operation {
    static let id = "createApprovalRule"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: ApprovalRuleDraft = try request.document()
        try request.requireEveryWarehouse(for: .approvalManage)
        let position = try CostPosition(transaction.execute(CostPosition.read)[0])
        let terms = try draft.terms(in: position.currency)
        let id = draft.id ?? .make()
        // Whoever decides by the rule before has ended, and what is decided from here on sees this one.
        try transaction.execute(ApprovalRuleStore.change)
        let rows = try transaction.pipeline([
            JournalHorizon.hold,
            ApprovalRuleStore.add(
                id,
                terms,
                note: draft.reason,
                by: request.principal.actor,
                cause: request.messageID
            ),
        ])
        guard let row = rows[1].first else {
            throw Problem.rule(.alreadyExists, "There is an entry \(id) already.", pointer: "/id")
        }
        let rule = try ApprovalRuleBody(row)
        try SettingAnnouncement(rule).tell(rule, by: request, in: transaction)
        return try .json(
            rule,
            status: 201,
            headers: [("Location", "/v1/entries/\(id)")]
        )
    }
}
