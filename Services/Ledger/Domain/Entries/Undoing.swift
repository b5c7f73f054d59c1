package import Contracts
package import Kernel

/// What one reversal took back of an entry.
package struct Undoing: Hashable, Sendable {
    package let reversal: ID<Entry>
    package let number: Int
    /// By the movement that was undone; `nil` for everything.
    package private(set) var quantities: [ID<Movement>: Quantity]?

    /// - Parameter number: `nil` for a reversal from before entries were undone in parts: it took
    ///   back everything, and its movements do not say what they undo.
    package init(by reversal: ID<Entry>, number: Int?) {
        self.reversal = reversal
        self.number = number ?? 1
        self.quantities = number == nil ? nil : [:]
    }

    package mutating func add(_ quantity: Quantity, of movement: ID<Movement>) {
        self.quantities?[movement, default: .zero] += quantity
    }
}

extension Undoing {
    /// What a reversal says of itself.
    init(by reversal: PostedEntry) {
        self.init(by: reversal.id, number: reversal.part?.number)
        for movement in reversal.movements {
            guard let undone = movement.reverses else { continue }
            self.add(movement.quantity, of: undone)
        }
    }
}

extension Collection<Undoing> {
    /// How much of a movement was taken back; `nil` where nothing was.
    package func undone(of movement: PostedMovement) -> Quantity? {
        let sum = self.reduce(Quantity.zero) { sum, undoing in
            guard let quantities = undoing.quantities else { return movement.quantity }
            return sum + (quantities[movement.id] ?? .zero)
        }
        return sum.isPositive ? sum : nil
    }
}
