import Contracts
import GatewayDomain
import Kernel
import Postgres

/// A scope with its warehouses by name, as the API shows it.
struct GrantView: Encodable {
    let scope: Scope
    let warehouses: [WarehouseStore.Label]?

    init(_ grant: Grant, labels: [ID<Location>: WarehouseStore.Label]) {
        self.scope = grant.scope
        self.warehouses = grant.warehouses.map { $0.compactMap { labels[$0] } }
    }
}

extension Sequence<Account> {
    /// What the warehouses in the grants of these accounts are called.
    func warehouseLabels(
        in transaction: borrowing Transaction
    ) throws -> [ID<Location>: WarehouseStore.Label] {
        let ids = self.flatMap(\.grants).flatMap { $0.warehouses ?? [] }
        return try WarehouseStore.labels(of: Set(ids), in: transaction)
    }
}

/// A scope as a request names it.
struct GrantDraft: Codable {
    let scope: Scope
    let warehouses: [String]?

    static func resolve(
        _ drafts: [GrantDraft],
        in transaction: borrowing Transaction
    ) throws -> [Grant] {
        guard drafts.count <= AccountRules.maximumGrants else {
            throw Problem(AccountRules.Refusal.tooManyGrants)
        }
        var grants: [Grant] = []
        for (index, draft) in drafts.enumerated() {
            guard let names = draft.warehouses else {
                grants.append(Grant(scope: draft.scope))
                continue
            }
            let pointer = "/grants/\(index)/warehouses"
            guard !names.isEmpty else {
                throw Problem.validation(pointer, rule: "minItems", "warehouses is empty.")
            }
            let ids = try WarehouseStore.resolve(names, pointer: pointer, in: transaction)
            grants.append(Grant(scope: draft.scope, warehouses: ids))
        }
        do {
            return try AccountRules.distinct(grants)
        } catch {
            throw Problem(error)
        }
    }
}

/// An account as the API shows it.
struct UserView: Encodable {
    enum Status: String, WordCodable {
        case active
        case disabled
    }

    let id: ID<User>
    let name: String
    let displayName: String
    let email: String?
    let role: Role
    let grants: [GrantView]
    let status: Status
    let lockedUntil: Timestamp?
    let mustChangePassword: Bool
    let lastSignInAt: Timestamp?
    let createdAt: Timestamp
    let erasedAt: Timestamp?
    let version: Int64

    static func list(
        _ accounts: [Account],
        in transaction: borrowing Transaction
    ) throws -> [UserView] {
        let labels = try accounts.warehouseLabels(in: transaction)
        return accounts.map { UserView($0, labels: labels) }
    }

    private init(_ account: Account, labels: [ID<Location>: WarehouseStore.Label]) {
        self.id = account.id
        self.name = account.name
        self.displayName = account.displayName
        self.email = account.email
        self.role = account.role
        self.grants = account.grants.map { GrantView($0, labels: labels) }
        self.status = account.isActive ? .active : .disabled
        self.lockedUntil = account.lockedUntil.flatMap { $0 > .now ? $0 : nil }
        self.mustChangePassword = account.mustChangePassword
        self.lastSignInAt = account.lastSignInAt
        self.createdAt = account.createdAt
        self.erasedAt = account.erasedAt
        self.version = account.version
    }
}

/// An account, to which ``OneTimeSecret`` adds the one-time password that was just made for it.
struct NewUserView: Encodable {
    let user: UserView
}
