import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists what became of a handling unit, the newest first.
struct ListHandlingUnitChanges: Query {
    static let id = "listHandlingUnitChanges"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("handlingUnitId", of: HandlingUnit.self)
        let limit = try request.query.limit()
        let record = try HandlingUnitRecord.one(id, in: transaction)
        var conditions: [SQL] = ["change.handling_unit = \(id)"]
        if let warehouses = request.readableWarehouses.map(Array.init) {
            // What became of it elsewhere is for those to see who may look there.
            conditions.append(
                "(former.warehouse = ANY (\(warehouses)) OR next.warehouse = ANY (\(warehouses)))"
            )
        }
        if let cursor = try PageCursor.read(request, keyCount: 1) {
            conditions.append("change.version < \(try cursor.key(0) { Int64($0) })")
        }
        let rows = try transaction.execute(
            """
            SELECT change.*, former.code AS from_code, next.code AS to_code
            FROM handling_unit_change AS change
            LEFT JOIN location AS former ON former.id = change.from_location
            JOIN location AS next ON next.id = change.to_location
            WHERE \(fragment: .all(conditions))
            ORDER BY change.version DESC
            LIMIT \(limit + 1)
            """
        )
        guard record != nil, !rows.isEmpty || request.query["cursor"] != nil else {
            throw Problem.notFound("There is no handling unit \(id).")
        }
        let changes = try rows.map { try HandlingUnitChangeBody($0) }
        return try request.page(of: changes, limit: limit) { [String($0.version)] }
    }
}

/// A step in the history of a handling unit.
struct HandlingUnitChangeBody: Codable, Sendable {
    let action: HandlingUnitAction
    let status: HandlingUnitStatus
    /// Where it stood before.
    let from: LocationLabel?
    let to: LocationLabel
    let entryId: ID<Entry>?
    let note: String?
    /// Of the unit, after the step.
    let version: Int64
    let actor: Actor
    let recordedAt: Timestamp

    init(_ row: Row) throws {
        self.action = try row.word("action")
        self.status = try row.word("status")
        self.from = try row.decode("from_location", as: ID<Location>?.self).map { id in
            LocationLabel(id: id, code: try row.decode("from_code"))
        }
        self.to = LocationLabel(
            id: try row.decode("to_location"),
            code: try row.decode("to_code")
        )
        self.entryId = try row.decode("entry")
        self.note = try row.decode("note")
        self.version = try row.decode("version")
        self.actor = try Actor(row)
        self.recordedAt = try row.decode("recorded_at")
    }
}
