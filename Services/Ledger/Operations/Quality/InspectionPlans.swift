import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists the versions of all plans, the latest first; with a SKU, the one that holds for it.
struct ListInspectionPlans: Query {
    static let id = "listInspectionPlans"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        var conditions: [SQL] = []
        var plans: SQL = "inspection_plan"
        if let sku = try request.sku(in: transaction) {
            let variants: SQL = "SELECT id FROM variant WHERE sku = \(sku) AND NOT is_deleted"
            plans = "(\(fragment: InspectionPlanStore.inForce(for: variants)))"
        }
        if let category = try request.query.id("category", of: Contracts.Category.self) {
            conditions.append("plan.category = \(category)")
        }
        if let position = try JournalPosition(request) {
            conditions.append(
                "(plan.recorded_at, plan.id) < (\(position.recordedAt), \(position.id))"
            )
        }
        let rows = try transaction.execute(
            InspectionPlanBody.statement(from: plans, where: .all(conditions))
                + " ORDER BY plan.recorded_at DESC, plan.id DESC LIMIT \(limit + 1)"
        )
        return try request.page(of: Array(rows), limit: limit) { row in
            try JournalPosition.keys(row)
        } body: { rows in
            try rows.map { try InspectionPlanBody($0) }
        }
    }
}

/// Reads one version of a plan.
struct GetInspectionPlan: Operation {
    static let id = "getInspectionPlan"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("inspectionPlanId", of: InspectionPlan.self)
        let rows = try transaction.execute(InspectionPlanBody.statement(where: "plan.id = \(id)"))
        guard let row = rows.first else {
            throw Problem.notFound("There is no inspection plan \(id).")
        }
        return try .json(try InspectionPlanBody(row))
    }
}

/// Makes a version of a plan, which takes the place of the one before about the same goods.
struct CreateInspectionPlan: Operation {
    static let id = "createInspectionPlan"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: InspectionPlanDraft = try request.document()
        let characteristics = try draft.checked()
        try request.requireEveryWarehouse(for: .qualityPlan)
        let variant = try draft.sku.map { try StockVariant.known($0, in: transaction) }
        try draft.categoryId?.requireKnown(in: transaction)
        if let variant, variant.tracking.mode == .none {
            throw Problem.validation("/sku", rule: "tracking", "The variant has no lots.")
        }
        let plan = NewInspectionPlan(
            id: draft.id ?? .make(),
            variant: variant?.id,
            category: draft.categoryId,
            onReceipt: draft.onReceipt ?? false,
            isWithdrawn: draft.isWithdrawn ?? false,
            characteristics: characteristics,
            reason: draft.reason
        )
        try transaction.execute(InspectionPlanStore.change)
        let statement = try InspectionPlanStore.add(plan, by: request.principal.actor)
        guard try transaction.execute(statement).count == 1 else {
            throw Problem.rule(
                .alreadyExists,
                "There is an inspection plan \(plan.id) already.",
                pointer: "/id"
            )
        }
        let saved = try transaction.execute(
            InspectionPlanBody.statement(where: "plan.id = \(plan.id)")
        )
        let body = try InspectionPlanBody(saved[0])
        try Outbox.append(
            body.fact,
            subject: body.id.description,
            version: body.version,
            cause: request.context,
            in: transaction
        )
        return try .json(
            body,
            status: 201,
            headers: [("Location", "/v1/inspection-plans/\(body.id)")]
        )
    }
}
