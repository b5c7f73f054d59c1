import Contracts
import FoundationEssentials
import Kernel
import Postgres

/// A row of `location` with all that people say of it.
struct LocationRecord: Sendable {
    let id: ID<Location>
    let code: String
    var name: String
    let kind: LocationKind
    var parent: ID<Location>?
    let warehouse: ID<Location>?
    var path: [ID<Location>]
    var status: ActiveStatus
    var attributes: [String: JSONValue]
    var version: Int64
    let createdAt: Timestamp
    var updatedAt: Timestamp

    init(_ row: Row) throws {
        self.id = try row.decode("id")
        self.code = try row.decode("code")
        self.name = try row.decode("name")
        self.kind = try row.word("kind")
        self.parent = try row.decode("parent")
        self.warehouse = try row.decode("warehouse")
        self.path = try row.decode("path")
        self.status = try row.word("status")
        self.attributes = try row.decode("attributes", as: JSONB.self)
            .decode([String: JSONValue].self)
        self.version = try row.decode("version")
        self.createdAt = try row.decode("created_at")
        self.updatedAt = try row.decode("updated_at")
    }

    /// The fact that others keep of it.
    var fact: LocationChanged {
        LocationChanged(
            locationId: self.id,
            code: self.code,
            name: self.name,
            kind: self.kind,
            parentId: self.parent,
            warehouseId: self.kind == .transit ? nil : self.warehouse,
            path: self.path,
            status: self.status,
            version: self.version
        )
    }
}
