import Contracts
import Kernel

/// What reversals have left of an entry.
struct Remainder {
    /// How much of a movement goes back.
    struct Piece {
        let movement: PostedMovement
        let quantity: Quantity
        /// The line of the command, for the refusal.
        let index: Int
    }

    /// The last movement first: the way back begins where the way there ended.
    private let movements: [PostedMovement]
    private var left: [ID<Movement>: Quantity]

    /// - Parameter undoings: What earlier reversals of the entry took back.
    init(of entry: PostedEntry, after undoings: some Collection<Undoing>) {
        self.movements = entry.movements.reversed()
        self.left = Dictionary(
            entry.movements.map { ($0.id, $0.quantity) },
            uniquingKeysWith: { first, _ in first }
        )
        for undoing in undoings {
            guard let quantities = undoing.quantities else {
                self.left = [:]
                return
            }
            for (movement, quantity) in quantities {
                self.left[movement, default: .zero] -= quantity
            }
        }
    }

    var isEmpty: Bool { !self.left.values.contains(where: \.isPositive) }

    /// Takes all that is left.
    mutating func takeAll() -> [Piece] {
        self.movements.flatMap { movement in
            self.take(movement.quantity, of: [movement], at: movement.line - 1)
        }
    }

    /// Takes what a reversal names.
    ///
    /// - Parameter state: Knows the numbers of the units.
    mutating func take(
        _ part: Reversal.Part,
        at index: Int,
        in state: LedgerState
    ) throws(LedgerRefusal) -> [Piece] {
        let movements = self.movements.filter(part.subject.names)
        guard let first = movements.first else { throw .notInEntry(line: index) }
        guard part.serials.isEmpty else {
            return try self.takeUnits(part, of: movements, at: index, in: state)
        }
        let left = movements.reduce(Quantity.zero) { $0 + self.left(of: $1) }
        let wanted = part.quantity ?? left
        guard part.quantity?.isPositive ?? true else { throw .quantityNotPositive(line: index) }
        guard wanted <= left, left.isPositive else {
            throw .reversedTooFar(line: index, number: first.line, left: left)
        }
        // Of several units somebody has to say which.
        guard wanted == left || movements.allSatisfy({ $0.serial == nil }) else {
            throw .serialsRequired(count: wanted, line: index)
        }
        return self.take(wanted, of: movements, at: index)
    }

    private mutating func takeUnits(
        _ part: Reversal.Part,
        of movements: [PostedMovement],
        at index: Int,
        in state: LedgerState
    ) throws(LedgerRefusal) -> [Piece] {
        let count = Quantity(integerLiteral: Int64(part.serials.count))
        if let quantity = part.quantity, quantity != count {
            throw .serialsRequired(count: quantity, line: index)
        }
        var pieces: [Piece] = []
        for number in part.serials {
            let unit = movements.first { movement in
                guard let serial = movement.serial.flatMap(state.serial) else { return false }
                return Verbatim(serial.key.number) == Verbatim(number)
                    && self.left(of: movement).isPositive
            }
            guard let unit else { throw .unitNotInEntry(number, line: index) }
            pieces += self.take(unit.quantity, of: [unit], at: index)
        }
        return pieces
    }

    private func left(of movement: PostedMovement) -> Quantity {
        max(.zero, self.left[movement.id] ?? .zero)
    }

    /// Takes from one movement after the other until there is enough, or nothing left.
    private mutating func take(
        _ quantity: Quantity,
        of movements: [PostedMovement],
        at index: Int
    ) -> [Piece] {
        var missing = quantity
        var pieces: [Piece] = []
        for movement in movements where missing.isPositive {
            let taken = min(missing, self.left(of: movement))
            guard taken.isPositive else { continue }
            self.left[movement.id, default: .zero] -= taken
            missing -= taken
            pieces.append(Piece(movement: movement, quantity: taken, index: index))
        }
        return pieces
    }
}
