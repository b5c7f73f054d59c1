import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Orders that a landed cost is taken back: one that was ordered by mistake.
///
/// It takes effect once the journal is costed up to then, in moments.
struct ReverseCostOrder: Operation {
    static let id = "reverseCostOrder"

    /// Lines since the order that the keeper of costs reads at once to find out where the cost has gone.
    var mostLines = 100_000

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: CostOrderReversalDraft = try request.document()
        try request.requireEveryWarehouse(for: .costManage)
        try draft.check()
        let id = try request.pathID("costOrderId", of: CostSource.self)
        let reversed = try self.order(id, in: transaction)
        try self.require(reversed, in: transaction)
        let position = try CostPosition(transaction.execute(CostPosition.read)[0])
        let rows = try CostOrderStore.append(
            .reverse(id),
            CostOrderStore.About(reason: draft.reason, actor: request.principal.actor),
            in: transaction
        )
        // Somebody else may have done the same a moment ago.
        guard let row = rows.first else {
            throw Self.alreadyReversed(by: try self.order(id, in: transaction).reversedBy)
        }
        var body = try CostOrderBody(row, in: position.currency)
        if try request.isDryRun {
            body.changes = try CostChange.changes(of: CostOrder(row), at: position, in: transaction)
            body.costedTo = position.costedTo
        }
        return try .json(body, status: 201)
    }

    private func order(
        _ id: ID<CostSource>,
        in transaction: borrowing Transaction
    ) throws -> CostOrderBody {
        let rows = try transaction.execute(CostOrderStore.select("id = \(id)"))
        guard let row = rows.first else { throw Problem.notFound("There is no cost order \(id).") }
        return try CostOrderBody(row, in: "")
    }

    private func require(
        _ order: CostOrderBody,
        in transaction: borrowing Transaction
    ) throws {
        if let reversal = order.reversedBy { throw Self.alreadyReversed(by: reversal) }
        switch order.kind {
        case .land: break
        case .revalue: throw Self.notReversible("Revalue the goods to what they are worth.")
        case .cost: throw Self.notReversible("Set the policy that is to hold instead.")
        case .reverse: throw Self.notReversible("Post the cost again, as a document of its own.")
        }
        let lines = try transaction.execute(
            """
            SELECT count(*) > \(self.mostLines) AS is_too_much
            FROM (\(fragment: CostEntryStore.lines(since: [order.id]))
                LIMIT \(self.mostLines + 1)) AS later
            """
        )
        guard try !lines[0].decode("is_too_much", as: Bool.self) else {
            throw Self.notReversible(
                "More than \(self.mostLines) lines of its goods came since: revalue them instead."
            )
        }
    }

    private static func notReversible(_ advice: String) -> Problem {
        Problem(.notReversible, detail: advice)
    }

    private static func alreadyReversed(by reversal: ID<CostSource>?) -> Problem {
        let id = reversal.map { "\($0)" } ?? ""
        return Problem(
            .alreadyReversed,
            detail: "The cost was taken back by \(id).",
            extensions: ["costOrderId": .string(id)]
        )
    }
}

struct CostOrderReversalDraft: Codable, Sendable {
    let reason: String

    fileprivate func check() throws(Problem) {
        var rules = DraftRules()
        rules.text(self.reason, "/reason", limit: DraftRules.maximumNote)
        try rules.finish()
    }
}
