import Contracts
import Kernel
import LedgerDomain
import Postgres

extension StateLoader {
    /// Locks the lots that are to change, and reads behind these locks how their inspections stand.
    func readLots(_ named: NamedRows, with reading: inout StateReading) {
        guard !named.lots.isEmpty || !named.conceded.isEmpty else { return }
        let conceded = Array(named.conceded)
        reading.add(
            LotStore.lock(InspectionStore.lots(Array(named.lots), of: conceded)),
            LotStore.insert
        )
        reading.add(LocationStore.roots, LocationStore.insert)
        guard !named.judgedLots.isEmpty || !conceded.isEmpty else { return }
        let lots = InspectionStore.lots(Array(named.judgedLots), of: conceded)
        reading.add(LotStore.reasons(of: lots), LotStore.insertReasons)
        reading.add(InspectionStore.tallies(of: lots), InspectionStore.insertTallies)
        let variants: SQL = "SELECT variant FROM lot WHERE id = ANY (ARRAY(\(fragment: lots)))"
        reading.add(InspectionPlanStore.inForce(for: variants), InspectionPlanStore.insert)
        guard !named.inspections.isEmpty else { return }
        reading.add(InspectionStore.named(Array(named.inspections)), InspectionStore.insert)
    }
}
