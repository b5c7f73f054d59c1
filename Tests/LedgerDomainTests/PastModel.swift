import Contracts
import Kernel
import LedgerDomain

/// What was where at any time, as it was known at any time: all movements, folded.
struct PastModel {
    private struct Change {
        let effectiveAt: Timestamp
        let recordedAt: Timestamp
        let quantity: Quantity
    }

    /// By place, in the order of recording.
    private var changes: [Balance.Key: [Change]] = [:]

    mutating func record(_ entry: PostedEntry) {
        for movement in entry.movements {
            self.add(.zero - movement.quantity, of: movement, at: movement.from, entry)
            self.add(movement.quantity, of: movement, at: movement.to, entry)
        }
    }

    private mutating func add(
        _ quantity: Quantity,
        of movement: PostedMovement,
        at location: ID<Location>,
        _ entry: PostedEntry
    ) {
        guard Company.roots[location] != nil else { return }
        let change = Change(
            effectiveAt: entry.effectiveAt,
            recordedAt: entry.recordedAt,
            quantity: quantity
        )
        let key = Balance.Key(variant: movement.variant, location: location, lot: movement.lot)
        self.changes[key, default: []].append(change)
    }

    var places: [Balance.Key] { self.changes.keys.sorted() }

    /// What was at a place at a time.
    ///
    /// - Parameter known: As it was known then; `nil` for all that is known.
    func level(
        of place: Balance.Key,
        asOf time: Timestamp? = nil,
        knownAt known: Timestamp? = nil
    ) -> Quantity {
        (self.changes[place] ?? []).reduce(.zero) { sum, change in
            let counts =
                time.map { change.effectiveAt <= $0 } ?? true
                && known.map { change.recordedAt <= $0 } ?? true
            return counts ? sum + change.quantity : sum
        }
    }

    /// What moved at a place after a time, for who tries to take more at that.
    func changes(of place: Balance.Key, after time: Timestamp) -> [Shortfall.Change] {
        (self.changes[place] ?? []).filter { $0.effectiveAt > time }
            .map { Shortfall.Change(at: $0.effectiveAt, $0.quantity) }
    }
}
