import Contracts
import Kernel

extension CostBook {
    /// Moves the goods back that a movement brought, and their cost.
    mutating func undo(_ movement: CostedMovement, of entry: CostedEntry, _ turn: Turn) {
        guard movement.from != movement.to, let original = entry.original else { return }
        let lines = self.history.lines(of: ID(original)).filter { line in
            line.movement == movement.reverses && line.goods != nil
        }
        var carried: CostValue?
        if case .warehouse(let from) = movement.from {
            let passage = Passage(movement: movement, account: movement.to.account, turn: turn)
            carried = self.sendBack(passage, lines, from: movement.pool(in: from))
        }
        if case .warehouse(let to) = movement.to {
            let key = movement.pool(in: to)
            let passage = Passage(movement: movement, account: movement.from.account, turn: turn)
            let gone = lines.filter { $0.pool == key && $0.quantity.isNegative }
            self.takeBack(passage, gone, into: key, worth: carried)
        }
    }

    /// Sends goods away that lines have brought; returns what the pool loses.
    private mutating func sendBack(
        _ passage: Passage,
        _ lines: [CostLine],
        from key: CostPool.Key
    ) -> CostValue {
        let brought = lines.filter { $0.pool == key && $0.quantity.isPositive }
        let (pieces, missing) = self.history.pieces(of: brought, upTo: passage.movement.quantity)
        var lost = CostValue.zero
        for piece in pieces {
            var following = passage
            following.follows = piece.line.number
            let value = self.issue(
                piece.quantity,
                from: key,
                following,
                preferring: piece.line.goods,
                worth: piece.value
            ).value
            lost += value
            guard passage.account != .transfer, value != piece.value else { continue }
            // Whoever gave the goods is given back what they cost then; what has become of that since
            // is nobody's but ours.
            for (account, change) in [
                (passage.account, value - piece.value), (.variance, piece.value - value),
            ] {
                let change = Change(
                    kind: .variance,
                    account: account,
                    movement: passage.movement.id,
                    value: change,
                    follows: account == passage.account ? piece.line.number : nil
                )
                self.write(change, to: key, for: passage.turn)
            }
        }
        guard missing.isPositive else { return lost }
        return lost + self.issue(missing, from: key, passage).value
    }

    /// Takes back what customers got by another entry, at what it cost when it left.
    mutating func takeBack(
        _ passage: Passage,
        of original: ID<Entry>,
        into key: CostPool.Key
    ) {
        let sold = self.history.lines(of: ID(original)).filter { line in
            line.pool.variant == key.variant && line.quantity.isNegative
                && line.account == passage.account
        }
        self.takeBack(passage, sold, into: key)
    }

    /// Takes back goods that lines have sent away; what is beyond those at what others are worth.
    ///
    /// - Parameter worth: What they are all worth; `nil` for what they were worth when they left.
    private mutating func takeBack(
        _ passage: Passage,
        _ lines: [CostLine],
        into key: CostPool.Key,
        worth: CostValue? = nil
    ) {
        let quantity = passage.movement.quantity
        let (pieces, missing) = self.history.pieces(of: lines, upTo: quantity)
        let rest = missing.isPositive ? self.presumed(missing, in: key, passage) : nil
        var values = pieces.map(\.value) + (rest.map { [$0.value] } ?? [])
        if let worth, worth != values.reduce(.zero, +) {
            let quantities = pieces.map(\.quantity) + (missing.isPositive ? [missing] : [])
            values = worth.spread(over: quantities.map(\.tenThousandths))
        }
        for (piece, value) in zip(pieces, values) {
            self.takeBack(piece, worth: value, passage, into: key)
        }
        if var rest, let value = values.last {
            rest.value = value
            self.receive(rest, into: key, passage)
        }
    }

    private mutating func takeBack(
        _ piece: CostHistory.Piece,
        worth: CostValue,
        _ passage: Passage,
        into key: CostPool.Key
    ) {
        guard let goods = piece.line.goods else { return }
        var following = passage
        following.follows = piece.line.number
        var (pool, quantity, value) = (self.pool(key), piece.quantity, worth)
        if let cancelled = pool.cancel(piece.line.number, upTo: quantity) {
            self.save(pool)
            let change = Change(
                account: passage.account,
                movement: passage.movement.id,
                quantity: cancelled.quantity,
                value: cancelled.value,
                goods: goods,
                follows: piece.line.number,
                isPriced: false
            )
            self.write(change, to: key, for: passage.turn)
            quantity -= cancelled.quantity
            value = max(.zero, value - cancelled.value)
        }
        guard quantity.isPositive else { return }
        let slice = CostSlice(
            origin: goods.origin,
            acquiredAt: goods.acquiredAt,
            quantity: quantity,
            value: value,
            isPriced: piece.line.isPriced
        )
        self.receive(slice, into: key, following)
    }
}

extension CostEnd {
    /// The account of whoever is there.
    fileprivate var account: CostAccount {
        switch self {
        case .warehouse: .transfer
        case .outside(let account): account
        }
    }
}
