import Contracts
import Kernel
import LedgerDomain

extension PlainBook {
    /// Goods go back where a movement brought them from, layer by layer, with what they cost.
    mutating func moveBack(_ movement: CostedMovement, of entry: CostedEntry) {
        guard movement.from != movement.to else { return }
        let undone = self.traces.indices.filter { index in
            let passage = self.traces[index].passage
            return passage.entry.id == entry.original && passage.movement.id == movement.reverses
        }
        let passage = PlainPassage(entry: entry, movement: movement, account: movement.account)
        var carried: CostValue?
        if let from = movement.source {
            let brought = undone.filter {
                self.traces[$0].pool == from && self.traces[$0].quantity.isPositive
            }
            carried = self.sendBack(movement.quantity, of: brought, from: from, passage)
        }
        if let to = movement.target {
            let gone = undone.filter {
                self.traces[$0].pool == to && self.traces[$0].quantity.isNegative
            }
            self.takeBack(movement.quantity, of: gone, into: to, passage, worth: carried)
        }
    }

    /// Takes back what customers got by an entry, from whatever warehouse that was.
    mutating func giveBack(
        _ quantity: Quantity,
        of original: ID<Entry>,
        into key: CostPool.Key,
        _ passage: PlainPassage
    ) {
        let sold = self.traces.indices.filter { index in
            let trace = self.traces[index]
            return trace.passage.entry.id == original && trace.quantity.isNegative
                && trace.pool.variant == key.variant && trace.passage.account == passage.account
        }
        self.takeBack(quantity, of: sold, into: key, passage, worth: nil)
    }

    /// Sends the very goods away that were brought; returns what the pool loses by that.
    private mutating func sendBack(
        _ quantity: Quantity,
        of brought: [Int],
        from key: CostPool.Key,
        _ passage: PlainPassage
    ) -> CostValue {
        var (missing, lost) = (quantity, CostValue.zero)
        for piece in self.pieces(of: brought, upTo: quantity) {
            var back = passage
            back.undoes = piece.trace
            let goods = self.traces[piece.trace].goods
            let value = self.issue(
                piece.quantity,
                from: key,
                back,
                first: goods,
                worth: piece.value
            ).value
            missing -= piece.quantity
            lost += value
            guard passage.account != .transfer else { continue }
            // Whoever gave the goods gets back what they cost then; the rest is ours to bear.
            self.post(value - piece.value, to: passage.account, of: key)
            self.post(piece.value - value, to: .variance, of: key)
            self.undo(piece.trace, .zero, value - piece.value)
        }
        guard missing.isPositive else { return lost }
        return lost + self.issue(missing, from: key, passage).value
    }

    /// Takes the very goods back that left; more than those at what others are worth.
    ///
    /// - Parameter worth: Of all; `nil` for what they left with.
    private mutating func takeBack(
        _ quantity: Quantity,
        of gone: [Int],
        into key: CostPool.Key,
        _ passage: PlainPassage,
        worth: CostValue?
    ) {
        let pieces = self.pieces(of: gone, upTo: quantity)
        let missing = quantity - pieces.reduce(.zero) { $0 + $1.quantity }
        var rest = self.presumed(missing, in: key, passage)
        var values = pieces.map(\.value) + [rest.value]
        if let worth, worth != values.reduce(.zero, +) {
            let all = pieces.map(\.quantity) + (missing.isPositive ? [missing] : [])
            values = worth.cut(by: all.map(\.tenThousandths))
        }
        for (piece, value) in zip(pieces, values) {
            self.takeBack(piece, worth: value, into: key, passage)
        }
        guard missing.isPositive, let value = values.last else { return }
        rest.value = value
        self.receive(rest, into: key, passage)
    }

    /// What is still owed for the goods is not owed any more; the others are a layer again.
    private mutating func takeBack(
        _ piece: PlainPiece,
        worth: CostValue,
        into key: CostPool.Key,
        _ passage: PlainPassage
    ) {
        let trace = self.traces[piece.trace]
        var back = passage
        back.undoes = piece.trace
        var goods = PlainLayer(
            key: trace.goods,
            quantity: piece.quantity,
            value: worth,
            isPriced: trace.isPriced
        )
        if let debt = self.change(key, { $0.forgive(piece.trace, piece.quantity) }) {
            var owed = debt.goods
            owed.isPriced = false
            self.trace(PlainTrace(owed, 1, key, back))
            goods.quantity -= owed.quantity
            goods.value = max(.zero, goods.value - owed.value)
        }
        if goods.quantity.isPositive { self.receive(goods, into: key, back) }
    }

    /// What is left of traces, that of the last one first.
    private func pieces(of traces: [Int], upTo quantity: Quantity) -> [PlainPiece] {
        var (pieces, missing) = ([PlainPiece](), quantity)
        for index in traces.reversed() {
            let trace = self.traces[index]
            let isOut = trace.quantity.isNegative
            let left = isOut ? .zero - trace.leftQuantity : trace.leftQuantity
            let value = isOut ? -trace.leftValue : trace.leftValue
            let taken = min(left, missing)
            guard taken.isPositive else { continue }
            missing -= taken
            let worth = max(.zero, value.part(taken, of: left))
            pieces.append(PlainPiece(trace: index, quantity: taken, value: worth))
        }
        return pieces
    }
}

/// Some of a trace that is undone.
private struct PlainPiece {
    let trace: Int
    let quantity: Quantity
    let value: CostValue
}
