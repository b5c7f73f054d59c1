package import Contracts
package import Kernel

/// What an entry adds to warehouses, or takes from them, against the accounts of corrections.
///
/// What is added and what is taken are added up: neither makes up for the other.
package struct Correction: Hashable, Sendable {
    /// By what was corrected where.
    package private(set) var parts: [CostPool.Key: Quantity] = [:]

    package init(_ parts: [CostPool.Key: Quantity] = [:]) {
        self.parts = parts
    }

    package var isEmpty: Bool { self.parts.isEmpty }

    /// By variant, in all warehouses.
    package var quantities: [ID<Variant>: Quantity] {
        self.parts.reduce(into: [:]) { sums, part in
            sums[part.key.variant] = sums[part.key.variant, default: .zero]
                .addingClamped(part.value)
        }
    }

    package mutating func add(_ quantity: Quantity, of key: CostPool.Key) {
        self.parts[key] = self.parts[key, default: .zero].addingClamped(quantity)
    }

    /// What all of it is worth; what has no cost anywhere is worth nothing.
    package func worth(at unitCosts: UnitCosts) -> CostValue {
        self.parts.reduce(.zero) { sum, part in
            guard let cost = unitCosts[part.key] else { return sum }
            // Beyond the range is above any limit.
            let value = cost.times(part.value) ?? .largest
            return min(sum + value, .largest)
        }
    }
}

extension LocationKind {
    /// Whether it is the other side of corrections of the book.
    var isAccount: Bool { self == .adjustment || self == .scrap }
}

extension LedgerState {
    /// What the movements of an entry correct.
    func correction(by movements: [PostedMovement]) -> Correction {
        movements.reduce(into: Correction()) { correction, movement in
            let ends = [movement.from, movement.to].compactMap { self.locations[$0] }
            guard ends.contains(where: \.kind.isAccount),
                let root = ends.first(where: { !$0.kind.isAccount })?.warehouse
            else { return }
            let key = CostPool.Key(variant: movement.variant, warehouse: root)
            correction.add(movement.quantity, of: key)
        }
    }
}
