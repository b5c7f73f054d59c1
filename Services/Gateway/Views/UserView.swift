import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// A scope with its warehouses by name, as the API shows it.
struct GrantView: Encodable {
    let scope: Scope
    let warehouses: [WarehouseStore.Label]?

    static func list(
        _ grants: [Grant],
        in transaction: borrowing Transaction
    ) throws -> [GrantView] {
        let ids = Set(grants.flatMap { $0.warehouses ?? [] })
        let labels = try WarehouseStore.labels(of: ids, in: transaction)
        return grants.map { grant in
            GrantView(
                scope: grant.scope,
                warehouses: grant.warehouses.map { $0.compactMap { labels[$0] } }
            )
        }
    }
}

/// A scope as a request names it.
struct GrantDraft: Decodable {
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
            grants.append(Grant(scope: draft.scope, warehouses: Set(ids).sorted()))
        }
        return grants
    }
}

/// An account as the API shows it.
struct UserView: Encodable {
    enum Status: String, Codable, CaseIterable {
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
    let version: Int64

    init(_ account: Account, in transaction: borrowing Transaction) throws {
        self.id = account.id
        self.name = account.name
        self.displayName = account.displayName
        self.email = account.email
        self.role = account.role
        self.grants = try GrantView.list(account.grants, in: transaction)
        self.status = account.isActive ? .active : .disabled
        self.lockedUntil = account.lockedUntil.flatMap { $0 > .now ? $0 : nil }
        self.mustChangePassword = account.mustChangePassword
        self.lastSignInAt = account.lastSignInAt
        self.createdAt = account.createdAt
        self.version = account.version
    }

    var entityTag: (String, String) { ("ETag", "\"\(self.version)\"") }
}

/// An account, with the one-time password that was just made for it.
struct NewUserView: Encodable {
    let user: UserView
    var oneTimePassword: String?
}
