package import Kernel

/// A location was created, edited, moved or closed: a full snapshot.
package struct LocationChanged: Contract, Hashable {
    package static let type = "ledger.location.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let locationId: ID<Location>
    /// Unique among all locations, such as `LDN-A-03-2`.
    package let code: String
    package let name: String
    package let kind: LocationKind
    /// `nil` for warehouses and virtual locations.
    package let parentId: ID<Location>?
    /// The root of its tree, itself for a warehouse; `nil` for virtual locations.
    package let warehouseId: ID<Location>?
    /// From the root down to the location itself.
    package let path: [ID<Location>]
    package let status: ActiveStatus
    /// 1 when created, then one more with every change, without gaps.
    package let version: Int64

    package init(
        locationId: ID<Location>,
        code: String,
        name: String,
        kind: LocationKind,
        parentId: ID<Location>? = nil,
        warehouseId: ID<Location>? = nil,
        path: [ID<Location>],
        status: ActiveStatus,
        version: Int64
    ) {
        self.locationId = locationId
        self.code = code
        self.name = name
        self.kind = kind
        self.parentId = parentId
        self.warehouseId = warehouseId
        self.path = path
        self.status = status
        self.version = version
    }
}
