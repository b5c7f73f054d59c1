import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Tells what stock is worth, now or as it was, by warehouse, place, category or variant.
struct GetValuation: Query {
    static let id = "getValuation"

    /// What values are added up by.
    enum Grouping: String, CaseIterable {
        case location
        /// Those within warehouses.
        case place
        case category
        case variant
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let grouping: Grouping = try request.query.choice("by") ?? .location
        let known = try KnownCosts(request, in: transaction)
        let asOf = try request.query.timestamp("asOf")
        var conditions: [SQL] = []
        if let warehouses = request.costedWarehouses {
            conditions.append("worth.warehouse = ANY (\(Array(warehouses)))")
        }
        if let sku = try request.sku(in: transaction) {
            // Said of the values themselves, so that each part of them is read by its index.
            conditions.append(
                "worth.variant = ANY (ARRAY(SELECT id FROM variant WHERE sku = \(sku)))"
            )
        }
        if let warehouse = try request.costedWarehouse(in: transaction) {
            conditions.append("worth.warehouse = \(warehouse)")
        }
        var goods = WarehouseWorth.worth(asOf: asOf, knownAt: known.at)
        if grouping == .place {
            goods = PlaceWorth(asOf: asOf, knownAt: known.at, conditions: conditions).statement
            transaction.planForValues()
        }
        // How many lines come after those that are in the totals is not known to the planner.
        if asOf != nil, known.at == nil { transaction.preferIndexes() }
        // An answer about now is one about as far as costs are known, too.
        let time = StockTime(asOf: asOf, knownAt: known.position.costedTo)
        let variants =
            try grouping == .category ? time.categorized(in: transaction).variants : "variant"
        var positions: [SQL] = []
        if let cursor = try PageCursor.read(request, keyCount: 2) {
            positions.append(
                "(name, id) > (\(cursor.keys[0]), \(try cursor.key(1, ID<CostSource>.init)))"
            )
        }
        let rows = try transaction.execute(
            """
            SELECT *
            FROM (
                SELECT \(fragment: grouping.name) AS name, \(fragment: grouping.id) AS id,
                    sum(worth.quantity)::bigint AS quantity,
                    \(fragment: .money("sum(worth.value)")) AS value
                FROM (\(fragment: goods)) AS worth
                JOIN \(fragment: variants) AS variant ON variant.id = worth.variant
                JOIN location ON location.id = worth.\(identifier: grouping.place)
                LEFT JOIN category ON category.id = variant.category
                WHERE \(fragment: .all(conditions))
                GROUP BY 1, 2
            ) AS valued
            WHERE \(fragment: .all(positions))
            ORDER BY name, id
            LIMIT \(limit + 1)
            """
        )
        let page = try CostPage(rows, limit: limit, of: request, at: known.position) { row in
            try ValuedGroup(row, grouping)
        } keys: { row in
            [try row.decode("name"), try row.decode("id", as: ID<CostSource>.self).description]
        }
        return try .json(page)
    }
}

extension GetValuation.Grouping {
    /// By which groups are listed, in the order of bytes.
    fileprivate var name: SQL {
        switch self {
        case .location, .place: #"location.code COLLATE "C""#
        case .category: #"coalesce(category.name, '') COLLATE "C""#
        case .variant: "variant.sku"
        }
    }

    /// Where goods are, as far as it matters.
    fileprivate var place: String { self == .place ? "place" : "warehouse" }

    fileprivate var id: SQL {
        switch self {
        case .location, .place: "location.id"
        case .category: "coalesce(variant.category, '00000000-0000-0000-0000-000000000000')"
        case .variant: "variant.id"
        }
    }
}

/// What some stock is worth.
struct ValuedGroup: Encodable, Sendable {
    var locationId: ID<Location>?
    var location: String?
    var categoryId: ID<Contracts.Category>?
    var category: String?
    var variantId: ID<Variant>?
    var sku: String?
    /// Of a variant; those of several have no sum.
    var quantity: Quantity?
    let value: String

    init(_ row: Row, _ grouping: GetValuation.Grouping) throws {
        self.value = try row.decode("value")
        switch grouping {
        case .location, .place:
            self.locationId = try row.decode("id")
            self.location = try row.decode("name")
        case .category:
            let id: ID<Contracts.Category> = try row.decode("id")
            guard id != ID(head: 0, tail: 0) else { return }
            self.categoryId = id
            // What nobody has told of yet has no name.
            let name: String = try row.decode("name")
            self.category = name.isEmpty ? nil : name
        case .variant:
            self.variantId = try row.decode("id")
            self.sku = try row.decode("name")
            self.quantity = try row.decode("quantity")
        }
    }
}
