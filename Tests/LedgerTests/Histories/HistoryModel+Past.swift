import Contracts
import Kernel

@testable import Ledger

/// What was there, promised, withheld and on its way at some time.
extension HistoryModel {
    /// What a change made of a promise.
    struct PromiseChange {
        let reservation: String
        let recordedAt: Timestamp
        let promise: Reservation
    }

    /// What a change made of a lot.
    struct LotChange {
        let lot: Lot
        let recordedAt: Timestamp
        let isWithheld: Bool
    }

    /// The figures of one variant in one warehouse at two times, what was on its way there among them.
    func figures(
        of sku: String,
        in warehouse: String,
        asOf: Timestamp?,
        knownAt: Timestamp?
    ) -> Figures {
        let time = [asOf, knownAt].compactMap(\.self).min()
        let withheld = self.withheld(at: time)
        var figures = Figures()
        for (place, quantity) in self.stock(of: sku, asOf: asOf, knownAt: knownAt)
        where self.places[place.location] == warehouse {
            figures.onHand += quantity
            if let lot = place.lot, withheld.contains(Lot(sku: sku, code: lot)) {
                figures.withheld += quantity
            }
        }
        for promise in self.promises(at: time) where promise.warehouse == warehouse {
            figures.reserved += promise.open[sku] ?? .zero
        }
        let facts = self.facts(asOf: asOf, knownAt: knownAt)
        figures.inTransit = self.onTheRoad(of: sku, to: warehouse, in: facts)
        return figures
    }

    private func withheld(at time: Timestamp?) -> Set<Lot> {
        self.lotChanges.reduce(into: []) { withheld, change in
            if let time, change.recordedAt > time { return }
            if change.isWithheld {
                withheld.insert(change.lot)
            } else {
                withheld.remove(change.lot)
            }
        }
    }

    private func promises(at time: Timestamp?) -> [Reservation] {
        var last: [String: Reservation] = [:]
        for change in self.promiseChanges {
            if let time, change.recordedAt > time { continue }
            last[change.reservation] = change.promise
        }
        return Array(last.values)
    }
}
