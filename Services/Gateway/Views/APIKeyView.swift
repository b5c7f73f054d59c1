import Contracts
import GatewayDomain
import Kernel
import Postgres

/// An API key as the API shows it, without its secret.
struct APIKeyView: Encodable {
    let id: ID<APIKey>
    let name: String
    let prefix: String
    let permissions: [String]
    let warehouses: [WarehouseStore.Label]?
    let createdAt: Timestamp
    let createdBy: Actor
    let expiresAt: Timestamp?
    let lastUsedAt: Timestamp?
    let revokedAt: Timestamp?

    init(_ key: MachineKey, in transaction: borrowing Transaction) throws {
        let labels = try WarehouseStore.labels(of: key.warehouses ?? [], in: transaction)
        let creator = try AccountStore.find(key.createdBy, in: transaction)
        self.id = key.id
        self.name = key.name
        self.prefix = key.prefix
        self.permissions = key.permissions.map(\.rawValue).sorted()
        self.warehouses = key.warehouses.map { ids in ids.sorted().compactMap { labels[$0] } }
        self.createdAt = key.createdAt
        self.createdBy = Actor(
            kind: .user,
            id: key.createdBy.rawValue,
            name: creator?.name ?? key.createdBy.description
        )
        self.expiresAt = key.expiresAt
        self.lastUsedAt = key.lastUsedAt
        self.revokedAt = key.revokedAt
    }
}

/// An API key that was just made.
struct NewAPIKeyView: Encodable {
    let apiKey: APIKeyView
}
