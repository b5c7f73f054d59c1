package import Contracts
package import Kernel

/// A person who may sign in.
package struct Account: Hashable, Sendable {
    package let id: ID<User>
    /// What is typed to sign in; lower case, unique.
    package let name: String
    package var displayName: String
    package var email: String?
    package var role: Role
    package var grants: [Grant]
    package var isActive: Bool
    /// Whether the next thing to do is to choose a password.
    package var mustChangePassword: Bool
    /// Counts changes; the entity tag of the document.
    package var version: Int64
    /// Refuses to sign in until then, after too many failures.
    package let lockedUntil: Timestamp?
    package let lastSignInAt: Timestamp?
    package let createdAt: Timestamp
    /// Since when nobody is behind it.
    package let erasedAt: Timestamp?

    package init(
        id: ID<User>,
        name: String,
        displayName: String,
        email: String? = nil,
        role: Role,
        grants: [Grant] = [],
        isActive: Bool = true,
        mustChangePassword: Bool = false,
        version: Int64 = 1,
        lockedUntil: Timestamp? = nil,
        lastSignInAt: Timestamp? = nil,
        createdAt: Timestamp = .now,
        erasedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.email = email
        self.role = role
        self.grants = grants
        self.isActive = isActive
        self.mustChangePassword = mustChangePassword
        self.version = version
        self.lockedUntil = lockedUntil
        self.lastSignInAt = lastSignInAt
        self.createdAt = createdAt
        self.erasedAt = erasedAt
    }

    /// Who the services see; the role holds in every warehouse, grants where they say.
    package var principal: Principal {
        Principal(
            id: self.id.rawValue,
            kind: .user,
            name: self.name,
            permissions: self.role.permissions,
            grants: self.grants
        )
    }

    /// The account without all that tells who was behind it; it keeps its role, and cannot be used.
    package func erased(at time: Timestamp) -> Account {
        Account(
            id: self.id,
            name: "erased-\(self.id)",
            displayName: "Erased",
            role: self.role,
            isActive: false,
            version: self.version,
            createdAt: self.createdAt,
            erasedAt: self.erasedAt ?? time
        )
    }

    /// Whether this account can manage users right now.
    package var isWorkingAdministrator: Bool { self.isActive && self.role == .admin }
}
