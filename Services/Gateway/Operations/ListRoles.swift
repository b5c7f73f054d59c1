import Contracts
import Messaging
import Postgres

/// Lists the roles with their permissions, and the scopes that can be granted on top.
struct ListRoles: Operation {
    static let id = "listRoles"

    struct RoleView: Encodable {
        let name: Role
        let permissions: [String]
    }

    struct ScopeView: Encodable {
        let name: Scope
        let permission: Permission
    }

    struct Answer: Encodable {
        let roles: [RoleView]
        let scopes: [ScopeView]
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let roles = Role.allCases.map { role in
            RoleView(name: role, permissions: role.permissions.map(\.rawValue).sorted())
        }
        let scopes = Scope.allCases.map { ScopeView(name: $0, permission: $0.permission) }
        return try .json(Answer(roles: roles, scopes: scopes))
    }
}
