import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists lots by expiry, then by SKU and code.
///
/// Lots that never expire come last. They are read by themselves, in the order of variants: what sorts
/// behind all days would otherwise be sorted whole for each page.
struct ListLots: Query {
    static let id = "listLots"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let conditions = try self.conditions(request, in: transaction)
        let position = try Position(request)
        // What is asked for may be one lot or half of them.
        transaction.planForValues()
        var lots: [LotBody] = []
        if position?.isAmongLasting != true {
            let expiring = Self.expiring(conditions, after: position, limit: limit + 1)
            lots = try transaction.execute(expiring).map { try LotBody($0) }
        }
        // What never expires does not before any day, and has not expired.
        let mayLast =
            request.query["expiresBefore"] == nil
            && request.query["status"] != LotStatus.expired.rawValue
        if lots.count <= limit, mayLast {
            let rest = limit + 1 - lots.count
            let lasting = Self.lasting(conditions, after: position, limit: rest)
            lots += try transaction.execute(lasting).map { try LotBody($0) }
        }
        return try request.page(of: lots, limit: limit) { lot in
            [lot.expiresOn?.description ?? "", lot.sku, lot.code, lot.id.description]
        }
    }

    private func conditions(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> [SQL] {
        var conditions: [SQL] = []
        if let sku = try request.sku(in: transaction) { conditions.append("variant.sku = \(sku)") }
        if let code = request.query["code"] { conditions.append("lot.code = \(code)") }
        if let text = request.query["expiresBefore"] {
            guard let day = CivilDate(text) else {
                throw QueryParameters.invalid("expiresBefore", rule: "date", "must be a day")
            }
            conditions.append("lot.expires_on < \(day)")
        }
        if let status: LotStatus = try request.query.choice("status") {
            conditions.append("lot.status = \(status.rawValue)")
        }
        return conditions
    }

    private static func expiring(
        _ conditions: [SQL],
        after position: Position?,
        limit: Int
    ) -> SQL {
        var conditions = conditions + ["lot.expires_on IS NOT NULL"]
        if let position, let day = position.day {
            // The index begins at the day, whatever stands behind it.
            conditions.append(
                """
                lot.expires_on >= \(day) AND (lot.expires_on, variant.sku, lot.code, lot.id)
                    > (\(day), \(position.sku), \(position.code), \(position.id))
                """
            )
        }
        return """
            \(fragment: Self.lots(where: conditions))
            ORDER BY lot.expires_on, variant.sku, lot.code, lot.id
            LIMIT \(limit)
            """
    }

    private static func lasting(
        _ conditions: [SQL],
        after position: Position?,
        limit: Int
    ) -> SQL {
        var conditions = conditions + ["lot.expires_on IS NULL"]
        if let position, position.isAmongLasting {
            conditions.append(
                """
                variant.sku >= \(position.sku) AND (variant.sku, lot.code, lot.id)
                    > (\(position.sku), \(position.code), \(position.id))
                """
            )
        }
        return """
            \(fragment: Self.lots(where: conditions))
            ORDER BY variant.sku, lot.code, lot.id
            LIMIT \(limit)
            """
    }

    private static func lots(where conditions: [SQL]) -> SQL {
        """
        SELECT lot.*, variant.sku
        FROM lot
        JOIN variant ON variant.id = lot.variant
        WHERE \(fragment: .all(conditions))
        """
    }
}

/// The last lot of the page before.
private struct Position {
    /// `nil` for a lot that never expires.
    let day: CivilDate?
    let sku: String
    let code: String
    let id: ID<Lot>

    /// `nil` for a first page.
    init?(_ request: OperationRequest) throws {
        guard let cursor = try PageCursor.read(request, keyCount: 4) else { return nil }
        self.day = try cursor.keys[0].isEmpty ? nil : cursor.key(0) { CivilDate($0) }
        self.sku = cursor.keys[1]
        self.code = cursor.keys[2]
        self.id = try cursor.key(3, ID<Lot>.init)
    }

    var isAmongLasting: Bool { self.day == nil }
}
