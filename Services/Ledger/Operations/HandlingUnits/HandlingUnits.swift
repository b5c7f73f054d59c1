import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Reads one handling unit, with all that is on it.
struct GetHandlingUnit: Operation {
    static let id = "getHandlingUnit"

    /// Of goods, and of units that stand on it; who wants more lists stock or units below its place.
    static let maximumRows = 1_000

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("handlingUnitId", of: HandlingUnit.self)
        guard let record = try HandlingUnitRecord.one(id, in: transaction),
            request.readableWarehouses?.contains(record.warehouse) != false,
            var body = try HandlingUnitBody.bodies(of: [record], in: transaction).first
        else { throw Problem.notFound("There is no handling unit \(id).") }
        let rows = try transaction.pipeline([
            Self.contents(of: record.location), Self.units(on: record.location),
        ])
        body.contents = try rows[0].prefix(Self.maximumRows)
            .map { try HandlingUnitBody.Content($0) }
        body.units = try rows[1].prefix(Self.maximumRows).map { try HandlingUnitBody.Nested($0) }
        body.isCutOff = rows.contains { $0.count > Self.maximumRows }
        return try .json(body, headers: [Precondition.tag(body.version)])
    }

    private static func contents(of place: ID<Location>) -> SQL {
        """
        SELECT location.id AS location, location.code AS location_code, variant.id AS variant,
            variant.sku, balance.on_hand, balance.lot, lot.code AS lot_code, lot.expires_on,
            lot.status
        FROM location
        JOIN balance ON balance.location = location.id AND balance.on_hand <> 0
        JOIN variant ON variant.id = balance.variant
        LEFT JOIN lot ON lot.id = balance.lot
        WHERE location.path @> ARRAY[\(place)]
        ORDER BY cardinality(location.path), location.code, variant.sku, lot.code
        LIMIT \(Self.maximumRows + 1)
        """
    }

    private static func units(on place: ID<Location>) -> SQL {
        """
        SELECT unit.id, unit.code, unit.type, outside.id AS outside,
            outside.code AS outside_code
        FROM location
        JOIN handling_unit AS unit ON unit.location = location.id
        JOIN location AS outside ON outside.id = location.parent
        WHERE location.path @> ARRAY[\(place)] AND location.id <> \(place)
        ORDER BY cardinality(location.path), unit.code
        LIMIT \(Self.maximumRows + 1)
        """
    }
}

extension HandlingUnitBody.Content {
    fileprivate init(_ row: Row) throws {
        let lot: ID<Lot> = try row.decode("lot")
        self.init(
            location: LocationLabel(
                id: try row.decode("location"),
                code: try row.decode("location_code")
            ),
            variantId: try row.decode("variant"),
            sku: try row.decode("sku"),
            lot: try lot.named.map { id in
                LotLabel(
                    id: id,
                    code: try row.decode("lot_code"),
                    expiresOn: try row.decode("expires_on"),
                    status: try row.word("status")
                )
            },
            onHand: try row.decode("on_hand")
        )
    }
}

extension HandlingUnitBody.Nested {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("id"),
            code: try row.decode("code"),
            type: try row.word("type"),
            standsIn: LocationLabel(
                id: try row.decode("outside"),
                code: try row.decode("outside_code")
            )
        )
    }
}
