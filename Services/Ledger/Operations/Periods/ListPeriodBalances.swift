import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists what was sealed of a period: what was where when it ended, in the order of its hash.
struct ListPeriodBalances: Query {
    static let id = "listPeriodBalances"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let period = try request.closedPeriod(in: transaction)
        let limit = try request.query.limit()
        let conditions =
            try ["sealed.period = \(period.number)"] + self.filters(request, in: transaction)
        let rows = try transaction.execute(
            """
            SELECT sealed.variant, variant.sku, sealed.location, location.code,
                sealed.lot, lot.code AS lot_code, lot.expires_on, sealed.on_hand
            FROM period_balance AS sealed
            JOIN variant ON variant.id = sealed.variant
            JOIN location ON location.id = sealed.location
            LEFT JOIN lot ON lot.id = sealed.lot
            WHERE \(fragment: .all(conditions))
            ORDER BY sealed.variant, sealed.location, sealed.lot
            LIMIT \(limit + 1)
            """
        )
        return try request.page(of: Array(rows), limit: limit) { row in
            try [
                row.decode("variant", as: ID<Variant>.self).description,
                row.decode("location", as: ID<Location>.self).description,
                row.decode("lot", as: ID<Lot>.self).description,
            ]
        } body: { rows in
            try rows.map { try PeriodBalanceBody($0) }
        }
    }

    private func filters(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> [SQL] {
        var conditions: [SQL] = []
        if let sku = try request.sku(in: transaction) {
            conditions.append(
                "sealed.variant = ANY (ARRAY(SELECT id FROM variant WHERE sku = \(sku)))"
            )
        }
        if let location = try request.location("location", in: transaction) {
            conditions.append("sealed.location = \(location)")
        }
        if let warehouses = request.principal.warehouses(for: .periodRead) {
            conditions.append(
                "(location.warehouse = ANY (\(Array(warehouses))) OR location.kind = 'transit')"
            )
        }
        if let cursor = try PageCursor.read(request, keyCount: 3) {
            let variant = try cursor.key(0, ID<Variant>.init)
            let location = try cursor.key(1, ID<Location>.init)
            let lot = try cursor.key(2, ID<Lot>.init)
            conditions.append(
                """
                (sealed.variant, sealed.location, sealed.lot)
                > (\(variant), \(location), \(lot))
                """
            )
        }
        return conditions
    }
}

/// What was at a place when a period ended.
struct PeriodBalanceBody: Codable, Sendable {
    let variantId: ID<Variant>
    let sku: String
    let location: LocationLabel
    let lot: LotLabel?
    let onHand: Quantity

    /// - Parameter onHand: The column of the quantity.
    init(_ row: Row, onHand: String = "on_hand") throws {
        self.variantId = try row.decode("variant")
        self.sku = try row.decode("sku")
        self.location = LocationLabel(
            id: try row.decode("location"),
            code: try row.decode("code")
        )
        let lot: ID<Lot> = try row.decode("lot")
        self.lot = try lot.named.map { id in
            LotLabel(
                id: id,
                code: try row.decode("lot_code"),
                expiresOn: try row.decode("expires_on")
            )
        }
        self.onHand = try row.decode(onHand)
    }
}
