import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// A plan as its own document.
struct CountPlanBody: Codable, Sendable {
    let id: ID<CountPlan>
    let name: String
    let warehouse: LocationLabel
    let location: LocationLabel
    let categoryId: ID<Contracts.Category>?
    let skus: [String]?
    let days: CountDays
    let maximumLines: Int
    let blind: Bool
    let tolerance: ToleranceDraft
    let soleApproval: Quantity?
    let status: ActiveStatus
    /// When it was last looked at for what is due.
    let generatedAt: Timestamp?
    let version: Int64
    let createdAt: Timestamp
    let updatedAt: Timestamp

    init(_ row: Row) throws {
        let plan = try CountPlanRecord(row)
        self.id = plan.id
        self.name = plan.name
        self.warehouse = LocationLabel(
            id: plan.warehouse,
            code: try row.decode("warehouse_code")
        )
        self.location = LocationLabel(id: plan.location, code: try row.decode("location_code"))
        self.categoryId = plan.category
        self.skus = plan.variants == nil ? nil : try row.decode("skus", as: [String].self)
        self.days = plan.days
        self.maximumLines = plan.maximumLines
        self.blind = plan.policy.isBlind
        self.tolerance = ToleranceDraft(plan.policy.tolerance)
        self.soleApproval = plan.policy.soleApproval
        self.status = plan.status
        self.generatedAt = plan.generatedAt
        self.version = plan.version
        self.createdAt = plan.createdAt
        self.updatedAt = plan.updatedAt
    }

    static func statement(where condition: SQL) -> SQL {
        """
        SELECT plan.*, root.code AS warehouse_code, place.code AS location_code, ARRAY(
            SELECT variant.sku FROM variant WHERE variant.id = ANY (plan.variants)
            ORDER BY variant.sku
        ) AS skus
        FROM count_plan AS plan
        JOIN location AS root ON root.id = plan.warehouse
        JOIN location AS place ON place.id = plan.location
        WHERE \(fragment: condition)
        ORDER BY plan.id
        """
    }

    static func load(
        _ id: ID<CountPlan>,
        in transaction: borrowing Transaction
    ) throws -> CountPlanBody {
        let rows = try transaction.execute(Self.statement(where: "plan.id = \(id)"))
        guard let row = rows.first else { throw Problem.notFound("There is no plan \(id).") }
        return try CountPlanBody(row)
    }

    /// The plan that a request changes or uses, held until the transaction ends.
    static func lock(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> CountPlanRecord {
        let id = try request.pathID("countPlanId", of: CountPlan.self)
        let rows = try transaction.execute(
            "SELECT * FROM count_plan WHERE id = \(id) FOR UPDATE"
        )
        guard let row = rows.first else { throw Problem.notFound("There is no plan \(id).") }
        let plan = try CountPlanRecord(row)
        guard request.principal.may(.countPlan, at: plan.warehouse) else {
            throw Problem.forbidden(.countPlan, at: plan.warehouse)
        }
        return plan
    }

    static func nameIsTaken(_ name: String) -> Problem {
        .rule(.alreadyExists, "There is a plan \(name).", pointer: "/name")
    }

    func response(status: Int = 200) throws -> OperationResponse {
        let place = status == 201 ? [("Location", "/v1/count-plans/\(self.id)")] : []
        return try .json(self, status: status, headers: place + [Precondition.tag(self.version)])
    }
}

/// Reads one plan.
struct GetCountPlan: Operation {
    static let id = "getCountPlan"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("countPlanId", of: CountPlan.self)
        let body = try CountPlanBody.load(id, in: transaction)
        guard request.principal.may(.countRead, at: body.warehouse.id) else {
            throw Problem.notFound("There is no plan \(id).")
        }
        return try body.response()
    }
}

/// Lists plans in the order in which they were made.
struct ListCountPlans: Query {
    static let id = "listCountPlans"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        var conditions: [SQL] = []
        if let warehouses = request.principal.warehouses(for: .countRead) {
            conditions.append("plan.warehouse = ANY (\(Array(warehouses)))")
        }
        if let cursor = try PageCursor.read(request, keyCount: 1) {
            conditions.append("plan.id > \(try cursor.key(0, ID<CountPlan>.init))")
        }
        let rows = try transaction.execute(
            CountPlanBody.statement(where: .all(conditions)) + " LIMIT \(limit + 1)"
        )
        return try request.page(of: try rows.map { try CountPlanBody($0) }, limit: limit) {
            [$0.id.description]
        }
    }
}
