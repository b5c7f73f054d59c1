import Contracts
import Kernel
import Messaging
import Postgres

/// Lists units and where each is now, by SKU and number.
struct ListSerials: Query {
    static let id = "listSerials"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        var conditions: [SQL] = []
        if let sku = try request.sku(in: transaction) { conditions.append("variant.sku = \(sku)") }
        if let number = request.query["serial"] { conditions.append("serial.number = \(number)") }
        if let location = try request.location("location", in: transaction) {
            conditions.append("serial.location = \(location)")
        }
        if let warehouses = request.readableWarehouses {
            conditions.append("location.warehouse = ANY (\(Array(warehouses)))")
        }
        if let cursor = try PageCursor.read(request, keyCount: 3) {
            let id = try cursor.key(1, ID<Variant>.init)
            conditions.append(
                """
                variant.sku >= \(cursor.keys[0]) AND (variant.sku, variant.id, serial.number)
                    > (\(cursor.keys[0]), \(id), \(cursor.keys[2]))
                """
            )
        }
        // A number is of one unit, and a place may have all of them.
        transaction.planForValues()
        let rows = try transaction.execute(
            """
            SELECT serial.id, variant.id AS variant, variant.sku, serial.number, serial.moved_at,
                location.id AS location, location.code
            FROM serial
            JOIN variant ON variant.id = serial.variant
            JOIN location ON location.id = serial.location
            WHERE \(fragment: .all(conditions))
            ORDER BY variant.sku, variant.id, serial.number
            LIMIT \(limit + 1)
            """
        )
        return try request.page(of: try rows.map { try SerialBody($0) }, limit: limit) { unit in
            [unit.sku, unit.variantId.description, unit.serial]
        }
    }
}

/// One unit and where it is now.
struct SerialBody: Codable, Sendable {
    let id: ID<Serial>
    let variantId: ID<Variant>
    let sku: String
    let serial: String
    let location: LocationLabel
    let movedAt: Timestamp

    init(_ row: Row) throws {
        self.id = try row.decode("id")
        self.variantId = try row.decode("variant")
        self.sku = try row.decode("sku")
        self.serial = try row.decode("number")
        self.location = LocationLabel(
            id: try row.decode("location"),
            code: try row.decode("code")
        )
        self.movedAt = try row.decode("moved_at")
    }
}
