import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists the lines of the book of costs: the latest first, or in order for whoever follows the book.
struct ListCostEntries: Query {
    static let id = "listCostEntries"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let known = try KnownCosts(request, in: transaction)
        var conditions = known.conditions(on: "line")
        if let asOf = try request.query.timestamp("asOf") {
            conditions.append("line.effective_at <= \(asOf)")
        }
        if let sku = try request.sku(in: transaction) {
            conditions.append("variant.sku = \(sku)")
        }
        if let account: CostAccount = try request.query.choice("account") {
            conditions.append("line.account = \(account.rawValue)")
        }
        if let source: ID<CostSource> = try request.query.id("source") {
            conditions.append("line.source = \(source)")
        }
        if let warehouses = request.costedWarehouses {
            conditions.append("line.warehouse = ANY (\(Array(warehouses)))")
        }
        let isForward = request.query["after"] != nil
        let after = try request.query.integer("after", in: 0...Int.max, default: 0)
        if let cursor = try PageCursor.read(request, keyCount: 1) {
            let number = try cursor.key(0) { Int64($0) }
            conditions.append(
                isForward ? "line.number > \(number)" : "line.number < \(number)"
            )
        } else if isForward {
            conditions.append("line.number > \(Int64(after))")
        }
        let rows = try transaction.execute(
            """
            SELECT line.*, variant.sku, location.code
            FROM cost_entry AS line
            JOIN variant ON variant.id = line.variant
            JOIN location ON location.id = line.warehouse
            WHERE \(fragment: .all(conditions))
            ORDER BY line.number \(fragment: isForward ? "ASC" : "DESC")
            LIMIT \(limit + 1)
            """
        )
        let page = try CostPage(rows, limit: limit, of: request, at: known.position) { row in
            try CostEntryBody(row)
        } keys: { row in
            ["\(try row.decode("number", as: Int64.self))"]
        }
        return try .json(page)
    }
}

/// That stock is worth more or less by so much.
struct CostEntryBody: Encodable, Sendable {
    let number: Int64
    let kind: CostKind
    let account: CostAccount
    let sku: String
    let variantId: ID<Variant>
    let locationId: ID<Location>
    let location: String
    /// The entry or the order that is the reason.
    let sourceId: ID<CostSource>
    let movementId: ID<Movement>?
    let quantity: Quantity
    let value: CostValue
    let isPriced: Bool
    let unitCost: UnitPrice?
    let rate: ExchangeRate?
    let effectiveAt: Timestamp
    let recordedAt: Timestamp

    init(_ row: Row) throws {
        let line = try CostLine(row)
        self.number = line.number
        self.kind = line.kind
        self.account = line.account
        self.sku = try row.decode("sku")
        self.variantId = line.pool.variant
        self.locationId = line.pool.warehouse
        self.location = try row.decode("code")
        self.sourceId = line.source
        self.movementId = line.movement
        self.quantity = line.quantity
        self.value = line.value
        self.isPriced = line.isPriced
        self.unitCost = line.price
        self.rate = line.rate
        self.effectiveAt = line.effectiveAt
        self.recordedAt = line.recordedAt
    }
}
