import Contracts
import Kernel
import LedgerDomain

extension PostedEntry {
    /// Splits the movements into pieces, in an order of chance.
    func pieces(_ choice: inout SeededGenerator) -> [Reversal.Part] {
        guard !self.passesThrough else {
            return Set(self.movements.map(\.line)).sorted().map { Reversal.Part(of: .line($0)) }
        }
        var parts: [Reversal.Part] = []
        for movement in self.movements {
            var left = movement.quantity
            while movement.serial == nil, parts.count < 6, left > Quantity(tenThousandths: 1) {
                let piece = Quantity(
                    tenThousandths: Int64.random(in: 1..<left.tenThousandths, using: &choice)
                )
                parts.append(Reversal.Part(of: .movement(movement.id), quantity: piece))
                left -= piece
            }
            parts.append(Reversal.Part(of: .movement(movement.id), quantity: left))
        }
        return parts.shuffled(using: &choice)
    }

    /// Whether the entry took a variant from a place or warehouse to which it also brought it.
    var passesThrough: Bool {
        let taken = Set(self.movements.flatMap { $0.keys(at: $0.from, leaving: $0.to) })
        let given = Set(self.movements.flatMap { $0.keys(at: $0.to, leaving: $0.from) })
        return !taken.isDisjoint(with: given)
    }

    /// Whether a till has told of a unit twice, so that nobody knows where it was.
    var namesUnitsTwice: Bool {
        let units = self.movements.compactMap(\.serial)
        return Set(units).count < units.count
    }

    /// The same correction the other way.
    var counter: LedgerCommand {
        .post(
            .count,
            self.movements.map { movement in
                Posting.Line(
                    variant: .id(movement.variant),
                    lot: movement.lot.map { .id($0) },
                    quantity: movement.quantity,
                    from: .id(movement.to),
                    to: .id(movement.from)
                )
            }
        )
    }
}

extension PostedMovement {
    /// The place and its warehouse, unless the goods stay within that.
    fileprivate func keys(at place: ID<Location>, leaving other: ID<Location>) -> [Balance.Key] {
        let (root, otherRoot) = (Company.roots[place], Company.roots[other])
        let places = root == otherRoot ? [place] : [place, root ?? place]
        return places.map { Balance.Key(variant: self.variant, location: $0) }
    }
}
