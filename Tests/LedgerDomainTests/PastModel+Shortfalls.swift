import Contracts
import Kernel
import LedgerDomain

extension PastModel {
    /// Where a look at every single time finds other shortfalls than those that are told of an entry.
    ///
    /// - Parameter entry: The last that was recorded.
    func differences(of entry: PostedEntry) -> [String] {
        entry.changes.filter(\.value.isNegative).flatMap { place, change in
            let later = self.changes(of: place, after: entry.effectiveAt)
            let found = Shortfall.all(
                trying: [Shortfall.Change(at: entry.effectiveAt, change)],
                from: self.level(of: place, asOf: entry.effectiveAt) - change,
                before: later
            )
            return Set([entry.effectiveAt] + later.map(\.time)).filter { time in
                let left = self.level(of: place, asOf: time)
                let isShort = left.isNegative && !(left - change).isNegative
                let stretch = found.first { $0.contains(time) }
                return isShort != (stretch != nil) || stretch.map { $0.lowest > left } ?? false
            }.map { "\(place) at \($0), of \(found)" }
        }
    }
}

extension Shortfall {
    fileprivate func contains(_ time: Timestamp) -> Bool {
        self.from <= time && self.until.map { time < $0 } ?? true
    }
}

extension PostedEntry {
    /// What the entry adds to places of ours, or takes from them.
    fileprivate var changes: [Balance.Key: Quantity] {
        self.movements.reduce(into: [:]) { changes, movement in
            for (location, quantity) in [
                (movement.from, .zero - movement.quantity), (movement.to, movement.quantity),
            ] where Company.roots[location] != nil {
                let place = Balance.Key(
                    variant: movement.variant,
                    location: location,
                    lot: movement.lot
                )
                changes[place, default: .zero] += quantity
            }
        }
    }
}
