import Contracts
import GatewayDomain
import Kernel

/// A session as the API shows it.
struct SessionView: Encodable {
    struct Owner: Encodable {
        let id: ID<User>
        let name: String
        let displayName: String
        let role: Role
    }

    let id: ID<Session>
    let user: Owner
    let permissions: [String]
    let grants: [GrantView]
    /// Only of the session that asks.
    var csrfToken: String?
    let createdAt: Timestamp
    let lastUsedAt: Timestamp
    let expiresAt: Timestamp
    let isCurrent: Bool
    let mustChangePassword: Bool
    let address: String
    let userAgent: String

    init(
        _ session: SessionStore.Record,
        of account: Account,
        policy: SessionPolicy,
        isCurrent: Bool,
        labels: [ID<Location>: WarehouseStore.Label]
    ) {
        self.id = session.id
        self.user = Owner(
            id: account.id,
            name: account.name,
            displayName: account.displayName,
            role: account.role
        )
        self.permissions = account.role.permissions.map(\.rawValue).sorted()
        self.grants = account.grants.map { GrantView($0, labels: labels) }
        self.createdAt = session.createdAt
        self.lastUsedAt = session.lastUsedAt
        self.expiresAt = min(
            session.createdAt.advanced(by: policy.absoluteLimit),
            session.lastUsedAt.advanced(by: policy.idleLimit)
        )
        self.isCurrent = isCurrent
        self.mustChangePassword = account.mustChangePassword
        self.address = session.address
        self.userAgent = session.userAgent
    }
}
