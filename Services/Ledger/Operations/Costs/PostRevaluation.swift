import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Orders that goods are worth more or less from now on, in every warehouse or in one.
struct PostRevaluation: Operation {
    static let id = "postRevaluation"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: RevaluationDraft = try request.document()
        try request.requireEveryWarehouse(for: .costManage)
        let change = try draft.change()
        let variant = try StockVariant.known(draft.sku, in: transaction)
        let warehouse = try self.warehouse(of: draft, in: transaction)
        // The book follows by moments, so what it says of the method may be out of date.
        let said = try transaction.pipeline([
            CostPolicies.keep, CostPolicies.ordered(of: variant.id),
        ])
        guard try said[1].allSatisfy({ try Costing($0).decree == nil }) else {
            throw Problem.validation(
                "/sku",
                rule: "method",
                "What has a standard cost is revalued by a policy with another standard."
            )
        }
        let position = try CostPosition(transaction.execute(CostPosition.read)[0])
        let rows = try CostOrderStore.append(
            .revalue(Revaluation(variant.id, in: warehouse, change)),
            CostOrderStore.About(reason: draft.reason, actor: request.principal.actor),
            in: transaction
        )
        return try .json(try CostOrderBody(rows[0], in: position.currency), status: 201)
    }

    private func warehouse(
        of draft: RevaluationDraft,
        in transaction: borrowing Transaction
    ) throws -> ID<Location>? {
        guard let name = draft.location else { return nil }
        guard let location = try LocationStore.record(named: name, in: transaction) else {
            throw Problem.unknownLocation(name, pointer: "/location")
        }
        guard location.warehouse == location.id else {
            throw Problem.validation(
                "/location",
                rule: "warehouse",
                "Goods are worth the same in all of a warehouse."
            )
        }
        return location.id
    }
}

struct RevaluationDraft: Codable, Sendable {
    let sku: String
    /// Every warehouse where none is named.
    let location: String?
    let unitCost: CostValue?
    let amount: CostValue?
    let reason: String

    fileprivate func change() throws(Problem) -> Revaluation.Change {
        var rules = DraftRules()
        rules.text(self.sku, "/sku", limit: DraftRules.maximumName)
        rules.text(self.reason, "/reason", limit: DraftRules.maximumNote)
        var change = Revaluation.Change.amount(.zero)
        switch (self.unitCost, self.amount) {
        case (let each?, nil):
            rules.unitCost(each, "/unitCost")
            change = .unitCost(each)
        case (nil, let amount?):
            let limit = DraftRules.maximumCost
            if !(-limit...limit).contains(amount) || amount == .zero {
                rules.add("/amount", "range", "The amount is not 0, and at most \(limit).")
            }
            change = .amount(amount)
        default: rules.add("", "oneOf", "There is either a unitCost or an amount.")
        }
        try rules.finish()
        return change
    }
}
