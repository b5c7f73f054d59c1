package import Kernel

/// A handling unit was made, moved, unpacked, shipped, closed or opened again: a full snapshot.
///
/// What is on it is told by `ledger.entries.posted`: its location is a place like any other.
package struct HandlingUnitChanged: Contract, Hashable {
    package static let type = "ledger.handling-unit.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let handlingUnitId: ID<HandlingUnit>
    /// What is written on it: an SSCC, or a number of the company's own.
    package let code: String
    package let unitType: HandlingUnitType
    package let status: HandlingUnitStatus
    package let action: HandlingUnitAction
    /// The place that it is itself; another one in each warehouse.
    package let locationId: ID<Location>
    package let warehouseId: ID<Location>
    /// Where it stands: a place of the warehouse, or another unit.
    package let standsInId: ID<Location>
    /// The entry that moved its goods; `nil` where none moved.
    package let entryId: ID<Entry>?
    /// 1 when made, then one more with every change, without gaps.
    package let version: Int64

    package init(
        handlingUnitId: ID<HandlingUnit>,
        code: String,
        unitType: HandlingUnitType,
        status: HandlingUnitStatus,
        action: HandlingUnitAction,
        locationId: ID<Location>,
        warehouseId: ID<Location>,
        standsInId: ID<Location>,
        entryId: ID<Entry>? = nil,
        version: Int64
    ) {
        self.handlingUnitId = handlingUnitId
        self.code = code
        self.unitType = unitType
        self.status = status
        self.action = action
        self.locationId = locationId
        self.warehouseId = warehouseId
        self.standsInId = standsInId
        self.entryId = entryId
        self.version = version
    }
}
