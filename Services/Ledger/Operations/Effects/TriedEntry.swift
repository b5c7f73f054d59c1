import Contracts
import Kernel
import LedgerDomain

/// An entry that is only tried: what it would change, by place.
struct TriedEntry {
    /// When it would count.
    let effectiveAt: Timestamp
    /// When it happened.
    let occurredAt: Timestamp
    let recordedAt: Timestamp
    /// What it brings to each place and lot, less what it takes; places outside among them.
    let changes: [Balance.Key: Quantity]
    /// The same, of units with numbers.
    let units: [CountedKey: Quantity]
    /// How places, variants and lots are called.
    let names: [Balance.Key: MovementEnd]

    /// What is told of one end of a movement.
    struct MovementEnd {
        let sku: String
        let location: LocationLabel
        let lot: LotLabel?
    }

    init(_ entry: EntryBody) {
        self.effectiveAt = entry.effectiveAt
        self.occurredAt = entry.occurredAt ?? entry.effectiveAt
        self.recordedAt = entry.recordedAt
        var changes: [Balance.Key: Quantity] = [:]
        var units: [CountedKey: Quantity] = [:]
        var names: [Balance.Key: MovementEnd] = [:]
        for movement in entry.movements ?? [] {
            for (end, quantity) in [
                (movement.to, movement.quantity), (movement.from, -movement.quantity),
            ] {
                let key = Balance.Key(
                    variant: movement.variantId,
                    location: end.id,
                    lot: movement.lot?.id
                )
                names[key] = MovementEnd(sku: movement.sku, location: end, lot: movement.lot)
                changes[key] = changes[key, default: .zero].addingClamped(quantity)
                for number in movement.serials ?? [] {
                    let unit = CountedKey(
                        variant: key.variant,
                        location: key.location,
                        serial: number
                    )
                    units[unit] = units[unit, default: .zero].addingClamped(quantity)
                }
            }
        }
        self.changes = changes
        self.units = units
        self.names = names
    }

    /// Whether it is about the past, and not about now.
    var isLate: Bool { self.effectiveAt < self.recordedAt }

    /// What it changes of what was counted under a key.
    ///
    /// - Parameter isTracked: Whether units were counted by their numbers.
    func change(of key: CountedKey, isTracked: Bool) -> Quantity {
        guard isTracked, let serial = key.serial else {
            let place = Balance.Key(variant: key.variant, location: key.location, lot: key.lot)
            return self.changes[place] ?? .zero
        }
        let unit = CountedKey(variant: key.variant, location: key.location, serial: serial)
        return self.units[unit] ?? .zero
    }
}
