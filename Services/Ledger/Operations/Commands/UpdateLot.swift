import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Changes what is written on the goods of a lot.
struct UpdateLot: Operation {
    static let id = "updateLot"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("lotId", of: Lot.self)
        let patch: LotPatch = try request.document()
        let rows = try transaction.execute(
            """
            SELECT lot.*, variant.sku
            FROM lot
            JOIN variant ON variant.id = lot.variant
            WHERE lot.id = \(id)
            FOR NO KEY UPDATE OF lot
            """
        )
        guard let row = rows.first else { throw Problem.notFound("There is no lot \(id).") }
        let former = try LotBody(row)
        try Precondition.require(former.version, of: request)
        try patch.check(against: former)
        let saved = try transaction.execute(
            """
            UPDATE lot
            SET supplier = coalesce(\(patch.supplier), supplier),
                manufactured_on = coalesce(\(patch.manufacturedOn), manufactured_on),
                expires_on = coalesce(\(patch.expiresOn), expires_on),
                certificate = coalesce(\(patch.certificate), certificate),
                version = version + 1
            WHERE id = \(id)
            RETURNING *, \(former.sku) AS sku
            """
        )
        let lot = try LotBody(saved[0])
        try Outbox.append(
            lot.fact,
            subject: lot.id.description,
            version: lot.version,
            cause: request.context,
            in: transaction
        )
        return try .json(lot, headers: [Precondition.tag(lot.version)])
    }
}

/// What is to change; the rest stays.
struct LotPatch: Codable, Sendable {
    let supplier: String?
    let manufacturedOn: CivilDate?
    let expiresOn: CivilDate?
    let certificate: String?

    func check(against lot: LotBody) throws(Problem) {
        var rules = DraftRules()
        rules.text(self.supplier, "/supplier", limit: LotDraft.maximumSupplier)
        rules.webAddress(self.certificate, "/certificate", limit: LotDraft.maximumAddress)
        rules.order(
            self.manufacturedOn ?? lot.manufacturedOn,
            before: self.expiresOn ?? lot.expiresOn,
            self.expiresOn == nil ? "/manufacturedOn" : "/expiresOn"
        )
        try rules.finish()
    }
}
