package import Contracts
package import Kernel

/// A credential of a program, without its secret.
package struct MachineKey: Hashable, Sendable {
    package let id: ID<APIKey>
    package let name: String
    /// The first characters of the secret, to tell keys apart.
    package let prefix: String
    package private(set) var permissions: Set<Permission>
    /// `nil` for every warehouse.
    package let warehouses: Set<ID<Location>>?
    package let createdBy: ID<User>
    package let createdAt: Timestamp
    package let expiresAt: Timestamp?
    package let lastUsedAt: Timestamp?
    package let revokedAt: Timestamp?

    package static let maximumNameLength = 200
    package static let prefixLength = 8

    package init(
        id: ID<APIKey>,
        name: String,
        prefix: String,
        permissions: Set<Permission>,
        warehouses: Set<ID<Location>>?,
        createdBy: ID<User>,
        createdAt: Timestamp,
        expiresAt: Timestamp? = nil,
        lastUsedAt: Timestamp? = nil,
        revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.prefix = prefix
        self.permissions = permissions
        self.warehouses = warehouses
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }

    package func isUsable(at now: Timestamp) -> Bool {
        guard self.revokedAt == nil else { return false }
        guard let expiresAt else { return true }
        return now < expiresAt
    }

    /// The same key with a part of its permissions.
    package func limited(to permissions: Set<Permission>) -> MachineKey {
        var key = self
        key.permissions.formIntersection(permissions)
        return key
    }

    package var principal: Principal {
        Principal(
            id: self.id.rawValue,
            kind: .apiKey,
            name: self.name,
            permissions: self.permissions,
            warehouses: self.warehouses
        )
    }
}
