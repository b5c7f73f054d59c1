import Contracts
import Kernel
import LedgerDomain
import Postgres

extension BatchWriter {
    /// The places of handling units that are new, stand elsewhere, or are opened or closed.
    var places: [CheckedWrite] {
        let places = self.decisions.latest(\.places, by: \.id)
        guard !places.isEmpty else { return [] }
        let statement = HandlingUnitStore.save(places, at: self.now)
        return [CheckedWrite(statement: statement, count: places.count)]
    }

    /// Which places the handling units are and were.
    var unitPlaces: [SQL] {
        let units = self.decisions.latest({ $0.handlingUnits.map(\.unit) }, by: \.id)
        return units.isEmpty ? [] : [HandlingUnitStore.savePlaces(of: units)]
    }

    /// The handling units themselves, and each step of their history.
    var units: [CheckedWrite] {
        let changes = self.decisions.flatMap(\.handlingUnits)
        guard !changes.isEmpty else { return [] }
        let units = self.decisions.latest({ $0.handlingUnits.map(\.unit) }, by: \.id)
        return [
            CheckedWrite(
                statement: HandlingUnitStore.update(units, at: self.now),
                count: units.count
            ),
            CheckedWrite(
                statement: HandlingUnitStore.remember(changes, at: self.now),
                count: changes.count
            ),
        ]
    }
}
