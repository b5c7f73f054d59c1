import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// A lot as its own document.
struct LotBody: Codable, Sendable {
    let id: ID<Lot>
    let variantId: ID<Variant>
    let sku: String
    let code: String
    let supplier: String?
    let manufacturedOn: CivilDate?
    let expiresOn: CivilDate?
    let certificate: String?
    let status: LotStatus
    let version: Int64
    let createdAt: Timestamp

    init(_ row: Row) throws {
        self.id = try row.decode("id")
        self.variantId = try row.decode("variant")
        self.sku = try row.decode("sku")
        self.code = try row.decode("code")
        self.supplier = try row.decode("supplier")
        self.manufacturedOn = try row.decode("manufactured_on")
        self.expiresOn = try row.decode("expires_on")
        self.certificate = try row.decode("certificate")
        self.status = try row.word("status")
        self.version = try row.decode("version")
        self.createdAt = try row.decode("created_at")
    }

    /// What the house is told of the lot.
    var fact: LotChanged {
        LotChanged(
            lotId: self.id,
            variantId: self.variantId,
            sku: self.sku,
            code: self.code,
            supplier: self.supplier,
            manufacturedOn: self.manufacturedOn,
            expiresOn: self.expiresOn,
            status: self.status,
            version: self.version
        )
    }
}

/// Reads one lot.
struct GetLot: Operation {
    static let id = "getLot"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("lotId", of: Lot.self)
        let rows = try transaction.execute(
            """
            SELECT lot.*, variant.sku
            FROM lot
            JOIN variant ON variant.id = lot.variant
            WHERE lot.id = \(id)
            """
        )
        guard let row = rows.first else { throw Problem.notFound("There is no lot \(id).") }
        let body = try LotBody(row)
        return try .json(body, headers: [Precondition.tag(body.version)])
    }
}

/// Lists lots by expiry, then by SKU and code.
struct ListLots: Query {
    static let id = "listLots"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
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
        if let cursor = try PageCursor.read(request, keyCount: 4) {
            let id = try cursor.key(3, ID<Lot>.init)
            // A lot that never expires has no day.
            let day: CivilDate? =
                try cursor.keys[0].isEmpty ? nil : cursor.key(0) { CivilDate($0) }
            conditions.append(
                """
                (coalesce(lot.expires_on, 'infinity'), variant.sku, lot.code, lot.id)
                > (coalesce(\(day), 'infinity'), \(cursor.keys[1]), \(cursor.keys[2]), \(id))
                """
            )
        }
        let rows = try transaction.execute(
            """
            SELECT lot.*, variant.sku
            FROM lot
            JOIN variant ON variant.id = lot.variant
            WHERE \(fragment: .all(conditions))
            ORDER BY coalesce(lot.expires_on, 'infinity'), variant.sku, lot.code, lot.id
            LIMIT \(limit + 1)
            """
        )
        return try request.page(of: try rows.map { try LotBody($0) }, limit: limit) { lot in
            [lot.expiresOn?.description ?? "", lot.sku, lot.code, lot.id.description]
        }
    }
}
