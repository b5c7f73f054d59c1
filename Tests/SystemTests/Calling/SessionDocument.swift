import Contracts
import Foundation
import Kernel

/// What the gateway says about who has signed in.
struct SessionDocument: Decodable {
    struct User: Decodable {
        let id: UUID
        let name: String
        let role: Role
    }

    struct Label: Decodable {
        let id: ID<Location>
    }

    struct Granted: Decodable {
        let scope: Scope
        let warehouses: [Label]?
    }

    let user: User
    let grants: [Granted]
    let csrfToken: String?

    /// By the table of roles, not by what the gateway says of permissions.
    var principal: Principal {
        Principal(
            id: self.user.id,
            kind: .user,
            name: self.user.name,
            permissions: self.user.role.permissions,
            grants: self.grants.map { grant in
                Grant(scope: grant.scope, warehouses: grant.warehouses?.map(\.id))
            }
        )
    }
}
