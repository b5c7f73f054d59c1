import Contracts
import Kernel

/// Lines of the book of costs that others follow, and what these have left of them.
struct CostHistory: Sendable {
    private var lines: [Int64: CostLine] = [:]
    private var numbers: [ID<CostSource>: [Int64]] = [:]
    private var followers: [Int64: [Int64]] = [:]

    /// Lines come in the order of their numbers; one that is known already changes nothing.
    mutating func insert(_ line: CostLine) {
        guard self.lines.updateValue(line, forKey: line.number) == nil else { return }
        self.numbers[line.source, default: []].append(line.number)
        if let followed = line.follows { self.followers[followed, default: []].append(line.number) }
    }

    /// The lines of an entry, in order.
    func lines(of source: ID<CostSource>) -> [CostLine] {
        self.numbers[source, default: []].compactMap { self.lines[$0] }
    }

    /// What is left of a line, with what became known of its cost; a return that was undone itself
    /// has taken nothing.
    func outstanding(_ line: CostLine) -> (quantity: Quantity, value: CostValue) {
        var left = (quantity: line.quantity, value: line.value)
        for number in self.followers[line.number, default: []] {
            guard let follower = self.lines[number] else { continue }
            let (quantity, value) = self.outstanding(follower)
            left.quantity += quantity
            left.value += value
        }
        return left
    }

    /// Goods of a line that can still come back, or go back.
    struct Piece {
        let line: CostLine
        let quantity: Quantity
        /// What they were worth.
        let value: CostValue
    }

    /// Picks goods of lines, those of the last one first, until there are enough or none are left.
    func pieces(
        of lines: [CostLine],
        upTo wanted: Quantity
    ) -> (pieces: [Piece], missing: Quantity) {
        var (pieces, missing) = ([Piece](), wanted)
        for line in lines.reversed() where missing.isPositive {
            let left = self.outstanding(line)
            let isOut = line.quantity.isNegative
            let quantity = isOut ? -left.quantity : left.quantity
            let value = isOut ? -left.value : left.value
            guard quantity.isPositive else { continue }
            let taken = min(quantity, missing)
            missing -= taken
            let share = value.share(taken, of: quantity) ?? value
            pieces.append(Piece(line: line, quantity: taken, value: max(.zero, share)))
        }
        return (pieces, missing)
    }
}
