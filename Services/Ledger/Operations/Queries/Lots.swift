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
