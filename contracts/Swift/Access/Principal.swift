package import FoundationEssentials
package import Kernel

/// Who asks, and what they may do: made by the gateway, checked again by the service.
///
/// Sets have no order, so two encodings of one principal may differ: sign the bytes that are sent.
package struct Principal: Codable, Hashable, Sendable {
    package let id: UUID
    package let kind: PrincipalKind
    /// For logs and the audit trail.
    package let name: String
    /// What the role or the API key allows, in ``warehouses``.
    package let permissions: Set<Permission>
    /// Where ``permissions`` hold; `nil` for every warehouse.
    package let warehouses: Set<ID<Location>>?
    /// What is granted on top, each with warehouses of its own.
    package let grants: [Grant]

    package init(
        id: UUID,
        kind: PrincipalKind,
        name: String,
        permissions: Set<Permission>,
        warehouses: Set<ID<Location>>? = nil,
        grants: [Grant] = []
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.permissions = permissions
        self.warehouses = warehouses
        self.grants = grants
    }

    /// Whether they may do this in one warehouse; with `nil`, whether in any at all.
    ///
    /// The gateway and the operation server ask with `nil`, before anybody knows what the request
    /// touches; an operation then asks for the warehouse of every location that it changes.
    package func may(_ permission: Permission, at warehouse: ID<Location>? = nil) -> Bool {
        if self.permissions.contains(permission) {
            guard let warehouse, let warehouses = self.warehouses else { return true }
            if warehouses.contains(warehouse) { return true }
        }
        return self.grants.contains { grant in
            guard grant.scope.permission == permission else { return false }
            guard let warehouse, let warehouses = grant.warehouses else { return true }
            return warehouses.contains(warehouse)
        }
    }

    /// Whether they may do this in every warehouse, among them those that do not exist yet.
    package func mayEverywhere(_ permission: Permission) -> Bool {
        if self.permissions.contains(permission), self.warehouses == nil { return true }
        return self.grants.contains { $0.scope.permission == permission && $0.warehouses == nil }
    }
}
