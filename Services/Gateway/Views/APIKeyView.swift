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

    static func list(
        _ keys: [MachineKey],
        in transaction: borrowing Transaction
    ) throws -> [APIKeyView] {
        let warehouses = Set(keys.flatMap { $0.warehouses ?? [] })
        let labels = try WarehouseStore.labels(of: warehouses, in: transaction)
        let creators = try AccountStore.names(of: Set(keys.map(\.createdBy)), in: transaction)
        return keys.map { APIKeyView($0, labels: labels, creators: creators) }
    }

    private init(
        _ key: MachineKey,
        labels: [ID<Location>: WarehouseStore.Label],
        creators: [ID<User>: String]
    ) {
        self.id = key.id
        self.name = key.name
        self.prefix = key.prefix
        self.permissions = key.permissions.map(\.rawValue).sorted()
        self.warehouses = key.warehouses.map { ids in ids.sorted().compactMap { labels[$0] } }
        self.createdAt = key.createdAt
        self.createdBy = Actor(
            kind: .user,
            id: key.createdBy.rawValue,
            name: creators[key.createdBy] ?? key.createdBy.description
        )
        self.expiresAt = key.expiresAt
        self.lastUsedAt = key.lastUsedAt
        self.revokedAt = key.revokedAt
    }
}

/// An API key, to which ``OneTimeSecret`` adds the secret that was just made for it.
struct NewAPIKeyView: Encodable {
    let apiKey: APIKeyView
}
