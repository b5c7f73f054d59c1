package import Kernel

/// A scope that a user holds, everywhere or in named warehouses.
package struct Grant: Codable, Hashable, Sendable {
    package let scope: Scope
    /// The roots of location trees; `nil` for all of them, those to come included.
    package let warehouses: [ID<Location>]?

    package init(scope: Scope, warehouses: [ID<Location>]? = nil) {
        self.scope = scope
        self.warehouses = warehouses
    }
}
