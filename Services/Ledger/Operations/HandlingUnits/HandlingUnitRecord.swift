import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Postgres

/// A row of `handling_unit` with the place that it is.
struct HandlingUnitRecord: Sendable {
    let id: ID<HandlingUnit>
    let code: String
    let type: HandlingUnitType
    let status: HandlingUnitStatus
    let location: ID<Location>
    let warehouse: ID<Location>
    let path: [ID<Location>]
    let note: String?
    let actor: Actor
    let createdAt: Timestamp
    let updatedAt: Timestamp
    let version: Int64

    /// What ``init(_:)`` reads, of `unit` and `place`.
    static let columns: SQL = "unit.*, place.warehouse, place.path"

    init(_ row: Row) throws {
        self.id = try row.decode("id")
        self.code = try row.decode("code")
        self.type = try row.word("type")
        self.status = try row.word("status")
        self.location = try row.decode("location")
        self.warehouse = try row.decode("warehouse")
        self.path = try row.decode("path")
        self.note = try row.decode("note")
        self.actor = try Actor(row)
        self.createdAt = try row.decode("created_at")
        self.updatedAt = try row.decode("updated_at")
        self.version = try row.decode("version")
    }

    static func one(
        _ id: ID<HandlingUnit>,
        in transaction: borrowing Transaction
    ) throws -> HandlingUnitRecord? {
        try transaction.execute(
            """
            SELECT \(fragment: self.columns)
            FROM handling_unit AS unit
            JOIN location AS place ON place.id = unit.location
            WHERE unit.id = \(id)
            """
        ).first.map { try HandlingUnitRecord($0) }
    }
}
