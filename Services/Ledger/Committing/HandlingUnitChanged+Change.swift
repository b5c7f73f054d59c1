import Contracts
import Kernel
import LedgerDomain

extension HandlingUnitChanged {
    init(_ change: HandlingUnitChange, in warehouse: ID<Location>) {
        let unit = change.unit
        self.init(
            handlingUnitId: unit.id,
            code: unit.code,
            unitType: unit.type,
            status: unit.status,
            action: change.action,
            locationId: unit.place,
            warehouseId: warehouse,
            standsInId: change.to,
            entryId: change.entry,
            version: unit.version
        )
    }
}
