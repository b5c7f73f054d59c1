import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists what was ordered about costs, the latest first.
struct ListCostOrders: Query {
    static let id = "listCostOrders"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try request.requireEveryWarehouse(for: .costRead)
        let limit = try request.query.limit()
        var conditions: [SQL] = []
        if let kind: CostOrderKind = try request.query.choice("kind") {
            conditions.append("kind = \(kind.rawValue)")
        }
        if let sku = try request.sku(in: transaction) {
            let variant = try StockVariant.known(sku, in: transaction).id
            conditions.append("body ->> 'variant' = \(variant.description)")
        }
        if let position = try JournalPosition(request) {
            conditions.append("(recorded_at, id) < (\(position.recordedAt), \(position.id))")
        }
        let currency = try CostPosition(transaction.execute(CostPosition.read)[0]).currency
        let rows = try transaction.execute(
            """
            \(fragment: CostOrderStore.select(.all(conditions)))
            ORDER BY recorded_at DESC, id DESC
            LIMIT \(limit + 1)
            """
        )
        return try request.page(of: Array(rows), limit: limit) { row in
            try JournalPosition.keys(row)
        } body: { rows in
            try rows.map { try CostOrderBody($0, in: currency) }
        }
    }
}

/// An order as its own document.
struct CostOrderBody: Codable, Sendable {
    let id: ID<CostSource>
    let kind: CostOrderKind
    let variantId: ID<Variant>?
    /// Where goods are worth more or less; everywhere where none is named.
    let warehouseId: ID<Location>?
    let method: CostMethod?
    let standardCost: CostValue?
    let amount: CostValue?
    let unitCost: CostValue?
    let basis: SpreadBasis?
    let receipts: [Receipt]?
    /// Which order it takes back, and which takes back this one.
    let reverses: ID<CostSource>?
    let reversedBy: ID<CostSource>?
    /// What it would do, and when that was known: only a dry run says it.
    var changes: [CostChange]?
    var costedTo: Timestamp?
    let reference: Reference?
    let reason: String?
    let actor: Actor
    let currency: String
    let effectiveAt: Timestamp
    /// When it happened, where it counts as having happened later.
    let occurredAt: Timestamp?
    /// It has taken effect once costs are known up to then.
    let recordedAt: Timestamp

    /// What a landed cost is spread over.
    struct Receipt: Codable, Sendable {
        let entryId: ID<Entry>
        /// All of it where nothing is said.
        let movementIds: [ID<Movement>]?
    }

    init(_ row: Row, in currency: String) throws {
        let record: CostOrderRecord = try row.decode("body", as: JSONB.self).decode()
        self.id = try row.decode("id")
        self.kind = try row.word("kind")
        self.variantId = record.variant
        self.warehouseId = record.warehouse
        self.method = record.method
        self.standardCost = record.standard
        self.amount = record.amount
        self.unitCost = record.unitCost
        self.basis = record.basis
        self.receipts = record.receipts?.map { receipt in
            Receipt(entryId: receipt.entry, movementIds: receipt.movements)
        }
        self.reverses = record.order
        self.reversedBy = try row.decode("reversed_by")
        self.reference = try Reference(row, "source", "document")
        self.reason = try row.decode("reason")
        self.actor = try Actor(row)
        self.currency = currency
        self.effectiveAt = try row.decode("effective_at")
        self.occurredAt = try row.decode("occurred_at")
        self.recordedAt = try row.decode("recorded_at")
    }
}
