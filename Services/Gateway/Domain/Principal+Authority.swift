package import Contracts
package import Kernel

/// A permission that somebody would need, in one warehouse or in all of them.
package struct MissingRight: Hashable, Sendable {
    package let permission: Permission
    /// `nil` where it is missing in every warehouse, those to come included.
    package let warehouse: ID<Location>?

    package init(permission: Permission, warehouse: ID<Location>?) {
        self.permission = permission
        self.warehouse = warehouse
    }
}

extension Principal {
    /// The first right of an account that its caller does not have.
    ///
    /// Nobody hands out more than they have, and nobody takes over an account that has more: a new
    /// password for it is as good as its rights.
    package func missing(for account: Account) -> MissingRight? {
        for permission in account.role.permissions.sorted(by: { $0.rawValue < $1.rawValue })
        where !self.mayEverywhere(permission) {
            return MissingRight(permission: permission, warehouse: nil)
        }
        for grant in account.grants {
            let permission = grant.scope.permission
            guard let warehouses = grant.warehouses else {
                guard self.mayEverywhere(permission) else {
                    return MissingRight(permission: permission, warehouse: nil)
                }
                continue
            }
            if let warehouse = warehouses.first(where: { !self.may(permission, at: $0) }) {
                return MissingRight(permission: permission, warehouse: warehouse)
            }
        }
        return nil
    }
}
