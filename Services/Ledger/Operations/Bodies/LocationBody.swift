import Contracts
import Kernel
import Postgres

/// A location as its own document.
struct LocationBody: Codable, Sendable {
    let id: ID<Location>
    let code: String
    let name: String
    let kind: LocationKind
    let parentId: ID<Location>?
    let warehouseId: ID<Location>?
    let path: [LocationLabel]
    let status: ActiveStatus
    let attributes: [String: JSONValue]
    let version: Int64
    let createdAt: Timestamp
    let updatedAt: Timestamp

    /// - Parameter codes: Of every location on the path.
    init(_ record: LocationRecord, codes: [ID<Location>: String]) {
        self.id = record.id
        self.code = record.code
        self.name = record.name
        self.kind = record.kind
        self.parentId = record.parent
        self.warehouseId = record.kind == .transit ? nil : record.warehouse
        self.path = record.path.map { id in
            LocationLabel(id: id, code: codes[id] ?? id.description)
        }
        self.status = record.status
        self.attributes = record.attributes
        self.version = record.version
        self.createdAt = record.createdAt
        self.updatedAt = record.updatedAt
    }

    /// Documents of locations, in their order.
    static func bodies(
        of records: [LocationRecord],
        in transaction: borrowing Transaction
    ) throws -> [LocationBody] {
        let ids = Array(Set(records.flatMap(\.path)))
        let rows = try transaction.execute("SELECT id, code FROM location WHERE id = ANY (\(ids))")
        let codes: [ID<Location>: String] = try rows.reduce(into: [:]) { codes, row in
            codes[try row.decode("id")] = try row.decode("code", as: String.self)
        }
        return records.map { LocationBody($0, codes: codes) }
    }
}
