import Contracts
import Kernel
import Messaging
import Postgres

/// Lists figures that were not what follows from the journal or the book of costs, the latest found first.
///
/// Those of costs only to whoever may read costs.
struct ListDrifts: Query {
    static let id = "listDrifts"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try request.requireWholeLedger()
        let limit = try request.query.limit()
        let before = try PageCursor.read(request, keyCount: 2).map { cursor in
            (try cursor.key(0, Timestamp.init), try cursor.key(1, ID<Drift>.init))
        }
        let rows = try transaction.execute(
            DriftStore.drifts(
                withCosts: request.principal.mayEverywhere(.costRead),
                before: before,
                limit: limit + 1
            )
        )
        return try request.page(of: try rows.map { try DriftBody($0) }, limit: limit) { drift in
            [drift.foundAt.description, drift.id.description]
        }
    }
}

/// A figure that was put right.
struct DriftBody: Codable, Sendable {
    let id: ID<Drift>
    let field: DriftField
    let sku: String
    let variantId: ID<Variant>
    let location: LocationLabel
    let lot: LotLabel?
    let subjectId: ID<DriftSubject>?
    let day: CivilDate?
    let expected: KeptFigure
    let found: KeptFigure
    let foundAt: Timestamp

    init(_ row: Row) throws {
        self.id = try row.decode("id")
        self.field = try row.word("field")
        self.variantId = try row.decode("variant")
        // What is not there any more is called by its identifier.
        self.sku = try row.decode("sku", as: String?.self) ?? self.variantId.description
        let location: ID<Location> = try row.decode("location")
        self.location = LocationLabel(
            id: location,
            code: try row.decode("code", as: String?.self) ?? location.description
        )
        self.lot = try row.decode("lot", as: ID<Lot>?.self).map { lot in
            LotLabel(
                id: lot,
                code: try row.decode("lot_code", as: String?.self) ?? lot.description,
                expiresOn: try row.decode("expires_on")
            )
        }
        self.subjectId = try row.decode("subject")
        self.day = try row.decode("day")
        self.expected = KeptFigure(units: try row.decode("expected"), isValue: self.field.isValue)
        self.found = KeptFigure(units: try row.decode("found"), isValue: self.field.isValue)
        self.foundAt = try row.decode("found_at")
    }
}
