import Contracts
import Kernel

extension CostBook {
    mutating func follow(_ entry: CostedEntry) {
        let turn = Turn(
            source: entry.source,
            effectiveAt: entry.effectiveAt,
            recordedAt: entry.recordedAt
        )
        if entry.kind == .produce {
            self.produce(entry, turn)
            return
        }
        for movement in self.inTurn(entry) {
            if movement.reverses != nil, entry.original != nil {
                self.undo(movement, of: entry, turn)
            } else {
                self.move(movement, of: entry, turn)
            }
        }
    }

    /// The movements of an entry, those of an undoing from the end of what it undoes: goods that were
    /// owed go first, so that the others find the layers that they left.
    private func inTurn(_ entry: CostedEntry) -> [CostedMovement] {
        guard entry.kind == .reverse, let original = entry.original else { return entry.movements }
        var places: [ID<Movement>: Int64] = [:]
        // A later line may be about an earlier movement, whose debt it settles.
        for line in self.history.lines(of: ID(original)).reversed() {
            if let movement = line.movement { places[movement] = line.number }
        }
        func place(_ movement: CostedMovement) -> Int64 {
            movement.reverses.flatMap { places[$0] } ?? 0
        }
        return entry.movements.sorted { place($0) > place($1) }
    }

    private mutating func move(_ movement: CostedMovement, of entry: CostedEntry, _ turn: Turn) {
        switch (movement.from, movement.to) {
        case (.warehouse(let from), .warehouse(let to)):
            guard from != to else { return }
            let passage = Passage(movement: movement, account: .transfer, turn: turn)
            let slices = self.issue(movement.quantity, from: movement.pool(in: from), passage)
            for slice in slices { self.receive(slice, into: movement.pool(in: to), passage) }
        case (.warehouse(let from), .outside(let account)):
            let passage = Passage(movement: movement, account: account, turn: turn)
            _ = self.issue(movement.quantity, from: movement.pool(in: from), passage)
        case (.outside(let account), .warehouse(let to)):
            let passage = Passage(movement: movement, account: account, turn: turn)
            if entry.kind == .return, let original = entry.original {
                self.takeBack(passage, of: original, into: movement.pool(in: to))
            } else {
                let key = movement.pool(in: to)
                self.receive(self.bought(passage, in: key), into: key, passage, showsPrice: true)
            }
        case (.outside, .outside): return
        }
    }

    /// Goods at the price that was told; without a rate for its currency they are worth nothing
    /// until somebody says more, and without a price what others here are worth.
    private func bought(_ passage: Passage, in key: CostPool.Key) -> CostSlice {
        let movement = passage.movement
        guard let price = movement.price else {
            var slice = self.presumed(movement.quantity, in: key, passage)
            if passage.account == .supplier { slice.isPriced = false }
            return slice
        }
        let value = movement.rate?.value(of: movement.quantity, at: price)
        return CostSlice(
            origin: movement.id,
            acquiredAt: passage.turn.effectiveAt,
            quantity: movement.quantity,
            value: value ?? .zero,
            isPriced: value != nil
        )
    }

    /// Gives products the cost of what went into them, in proportion to their quantities.
    private mutating func produce(_ entry: CostedEntry, _ turn: Turn) {
        var (value, isPriced) = (CostValue.zero, true)
        for movement in entry.movements {
            guard case .warehouse(let from) = movement.from else { continue }
            let passage = Passage(movement: movement, account: .production, turn: turn)
            let slices = self.issue(movement.quantity, from: movement.pool(in: from), passage)
            value += slices.value
            isPriced = isPriced && slices.allSatisfy(\.isPriced)
        }
        let outputs = entry.movements.filter { $0.from == .outside(.production) }
        let parts = value.spread(over: outputs.map(\.quantity.tenThousandths))
        for (movement, part) in zip(outputs, parts) {
            guard case .warehouse(let to) = movement.to else { continue }
            let slice = CostSlice(
                origin: movement.id,
                acquiredAt: entry.effectiveAt,
                quantity: movement.quantity,
                value: part,
                isPriced: isPriced
            )
            let passage = Passage(movement: movement, account: .production, turn: turn)
            self.receive(slice, into: movement.pool(in: to), passage)
        }
    }
}

extension CostedMovement {
    func pool(in warehouse: ID<Location>) -> CostPool.Key {
        CostPool.Key(variant: self.variant, warehouse: warehouse)
    }
}
