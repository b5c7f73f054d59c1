import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Makes a plan of what is counted again and again.
struct CreateCountPlan: Operation {
    static let id = "createCountPlan"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: CountPlanDraft = try request.document()
        var rules = DraftRules()
        let policy = draft.check(&rules)
        if draft.name == nil { rules.add("/name", "required", "name is required.") }
        if draft.location == nil { rules.add("/location", "required", "location is required.") }
        try rules.finish()
        guard let place = try draft.place(in: transaction), let warehouse = place.warehouse else {
            throw Problem.internalError()
        }
        guard request.principal.may(.countPlan, at: warehouse) else {
            throw Problem.forbidden(.countPlan, at: warehouse)
        }
        try draft.categoryId?.requireKnown(in: transaction)
        let days = draft.days ?? .standard
        let rows = try transaction.execute(
            """
            INSERT INTO count_plan (
                id, name, warehouse, location, category, variants, days_a, days_b, days_c,
                maximum_lines, is_blind, tolerance_quantity, tolerance_percent, sole_approval,
                status
            )
            VALUES (
                \(ID<CountPlan>.make()), \(draft.name ?? ""), \(warehouse), \(place.id),
                \(draft.categoryId), \(try draft.variants(in: transaction)), \(Int32(days.a)),
                \(Int32(days.b)), \(Int32(days.c)),
                \(Int32(draft.maximumLines ?? CountDraft.maximumLines)), \(policy.isBlind),
                \(policy.tolerance.quantity), \(policy.tolerance.percent),
                \(policy.soleApproval), \((draft.status ?? .active).rawValue)
            )
            ON CONFLICT DO NOTHING
            RETURNING *
            """
        )
        guard let row = rows.first else { throw CountPlanBody.nameIsTaken(draft.name ?? "") }
        let plan = try CountPlanBody.load(row.decode("id"), in: transaction)
        try SettingAnnouncement(plan).tell(plan, by: request, in: transaction)
        return try plan.response(status: 201)
    }
}

/// Changes a plan; counts that it has made stay as they are.
struct UpdateCountPlan: Operation {
    static let id = "updateCountPlan"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: CountPlanDraft = try request.document()
        var plan = try CountPlanBody.lock(request, in: transaction)
        try Precondition.require(plan.version, of: request)
        var rules = DraftRules()
        plan.policy = draft.check(&rules, or: plan.policy)
        try rules.finish()
        try draft.categoryId?.requireKnown(in: transaction)
        if let place = try draft.place(in: transaction) {
            guard place.warehouse == plan.warehouse else {
                throw Problem.validation(
                    "/location",
                    rule: "warehouse",
                    "It stays in its warehouse."
                )
            }
            plan.location = place.id
        }
        plan.name = draft.name ?? plan.name
        plan.category = draft.categoryId ?? plan.category
        plan.variants = try draft.variants(in: transaction) ?? plan.variants
        plan.days = draft.days ?? plan.days
        plan.maximumLines = draft.maximumLines ?? plan.maximumLines
        plan.status = draft.status ?? plan.status
        let others = try transaction.execute(
            "SELECT FROM count_plan WHERE name = \(plan.name) AND id <> \(plan.id)"
        )
        guard others.isEmpty else { throw CountPlanBody.nameIsTaken(plan.name) }
        try transaction.execute(Self.save(plan))
        let saved = try CountPlanBody.load(plan.id, in: transaction)
        try SettingAnnouncement(saved).tell(saved, by: request, in: transaction)
        return try saved.response()
    }

    private static func save(_ plan: CountPlanRecord) -> SQL {
        """
        UPDATE count_plan
        SET name = \(plan.name), location = \(plan.location), category = \(plan.category),
            variants = \(plan.variants), days_a = \(Int32(plan.days.a)),
            days_b = \(Int32(plan.days.b)), days_c = \(Int32(plan.days.c)),
            maximum_lines = \(Int32(plan.maximumLines)), is_blind = \(plan.policy.isBlind),
            tolerance_quantity = \(plan.policy.tolerance.quantity),
            tolerance_percent = \(plan.policy.tolerance.percent),
            sole_approval = \(plan.policy.soleApproval), status = \(plan.status.rawValue),
            version = version + 1, updated_at = now()
        WHERE id = \(plan.id)
        """
    }
}

/// Makes a count of what a plan says is due, now and not when the clock says so.
struct GenerateCount: Operation {
    static let id = "generateCount"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let plan = try CountPlanBody.lock(request, in: transaction)
        guard plan.status == .active else {
            throw Problem.conflict(.wrongState, "The plan is retired.")
        }
        let made = try plan.generate(
            for: request.principal.actor,
            cause: request.context,
            in: transaction
        )
        try transaction.execute(
            "UPDATE count_plan SET generated_at = now() WHERE id = \(plan.id)"
        )
        return try .json(GeneratedCountBody(countId: made?.count, lines: made?.lines ?? 0))
    }
}

/// What a plan made.
struct GeneratedCountBody: Codable, Sendable {
    /// Absent where nothing is due.
    let countId: ID<Count>?
    let lines: Int
}
