import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists goods that are there by where they came from, and what they are worth.
struct ListCostLayers: Query {
    static let id = "listCostLayers"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let position = try CostPosition(transaction.execute(CostPosition.read)[0])
        var conditions: [SQL] = []
        if let sku = try request.sku(in: transaction) {
            conditions.append("layer.variant IN (SELECT id FROM variant WHERE sku = \(sku))")
        }
        if let warehouse = try request.costedWarehouse(in: transaction) {
            conditions.append("layer.warehouse = \(warehouse)")
        }
        if try request.query.flag("unpriced") { conditions.append("NOT layer.is_priced") }
        if let warehouses = request.costedWarehouses {
            conditions.append("layer.warehouse = ANY (\(Array(warehouses)))")
        }
        if let cursor = try PageCursor.read(request, keyCount: 4) {
            conditions.append(
                """
                (layer.variant, layer.warehouse, layer.acquired_at, layer.origin) > (
                    \(try cursor.key(0, ID<Variant>.init)), \(try cursor.key(1, ID<Location>.init)),
                    \(try cursor.key(2, Timestamp.init)), \(try cursor.key(3, ID<Movement>.init))
                )
                """
            )
        }
        // How few pools a page is of shows by its limit.
        transaction.planForValues()
        let range: SQL = """
            WHERE \(fragment: .all(conditions))
            ORDER BY layer.variant, layer.warehouse, layer.acquired_at, layer.origin
            LIMIT \(limit + 1)
            """
        let rows = try transaction.execute(
            """
            SELECT layer.*, variant.sku, location.code
            FROM (
                SELECT DISTINCT layer.variant, layer.warehouse
                FROM (SELECT * FROM cost_layer AS layer \(fragment: range)) AS layer
            ) AS pool
            CROSS JOIN LATERAL cost_goods(pool.variant, pool.warehouse) AS layer
            JOIN variant ON variant.id = layer.variant
            JOIN location ON location.id = layer.warehouse
            \(fragment: range)
            """
        )
        let page = try CostPage(rows, limit: limit, of: request, at: position) { row in
            try CostLayerBody(row)
        } keys: { row in
            let (key, slice) = (try CostPool.Key(row), try CostSlice(row))
            return [
                key.variant.description, key.warehouse.description,
                slice.key.acquiredAt.description, slice.key.origin.description,
            ]
        }
        return try .json(page)
    }
}

/// Goods that came together.
struct CostLayerBody: Encodable, Sendable {
    let sku: String
    let variantId: ID<Variant>
    let locationId: ID<Location>
    let location: String
    /// The movement that first brought them.
    let originId: ID<Movement>
    let acquiredAt: Timestamp
    let quantity: Quantity
    let value: CostValue
    let isPriced: Bool

    init(_ row: Row) throws {
        let (key, slice) = (try CostPool.Key(row), try CostSlice(row))
        self.sku = try row.decode("sku")
        self.variantId = key.variant
        self.locationId = key.warehouse
        self.location = try row.decode("code")
        self.originId = slice.key.origin
        self.acquiredAt = slice.key.acquiredAt
        self.quantity = slice.quantity
        self.value = slice.value
        self.isPriced = slice.isPriced
    }
}
