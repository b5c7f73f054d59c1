import Contracts
import Kernel

extension Draft {
    /// Adds the movement that it takes for a level to be what a line says, if it takes any.
    ///
    /// Judged by what is there under the lock, whatever whoever sets it has read before.
    mutating func set(
        _ line: Posting.Line,
        to target: LevelTarget,
        at index: Int,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) {
        let variant = try self.levelledVariant(of: line, at: index)
        // Before anything is told of the level: it may be none of theirs.
        let place = try self.location(line.to, at: index)
        guard place.kind.isPhysical else {
            throw .wrongKindOfLocation(line.to, place.kind, line: index)
        }
        guard let quantity = self.state.baseUnits(of: line.variant, target.quantity),
            !quantity.isNegative, quantity <= .largestLine
        else { throw .levelOutOfRange(line: index) }
        let level = self.level(of: line, variant, at: place)
        if let level { try self.requireUntouched(level, at: index) }
        let actual = level.map { self.balance($0).onHand } ?? .zero
        if let expected = try self.expected(by: target, of: line, at: index), expected != actual {
            throw .quantityChanged(
                LevelMismatch(
                    sku: variant.sku,
                    location: place.id,
                    lot: level?.lot,
                    expected: expected,
                    actual: actual,
                    line: index
                )
            )
        }
        let change = quantity.subtractingClamped(actual)
        if change != .zero {
            let settling = try line.moving(change, of: variant.id, at: index)
            try self.move(settling, at: index, using: &generator)
        } else if level == nil, let lot = line.lot {
            // Nothing is there, and nothing is to be: the number may be mistyped.
            throw .unknownLot(lot, line: index)
        }
        // The first of a lot has a level from now on.
        if let level = self.level(of: line, variant, at: place) { self.setLevels.insert(level) }
    }

    /// A level is set by one line, and nothing else of the entry changes it: what it comes to would
    /// hang on the order of the lines.
    func requireUnset(_ level: Balance.Key, at index: Int) throws(LedgerRefusal) {
        guard !self.setLevels.contains(level) else { throw .levelInTwoLines(line: index) }
    }

    private func requireUntouched(_ level: Balance.Key, at index: Int) throws(LedgerRefusal) {
        try self.requireUnset(level, at: index)
        guard self.balances[level] == nil else { throw .levelInTwoLines(line: index) }
    }

    /// The variant, where it is known what a level of it is.
    ///
    /// Of lots it is that of one of them, and single units are there or not.
    private func levelledVariant(
        of line: Posting.Line,
        at index: Int
    ) throws(LedgerRefusal) -> StockVariant {
        guard let variant = self.state.variant(line.variant) else {
            throw .unknownVariant(line.variant, line: index)
        }
        switch variant.tracking.mode {
        case .none:
            guard line.lot == nil else { throw .lotNotTracked(line: index) }
        case .lot:
            guard line.lot != nil else { throw .lotRequired(line: index) }
        case .serial: throw .levelOfUnits(line: index)
        }
        guard line.serials.isEmpty else { throw .serialsNotTracked(line: index) }
        return variant
    }

    /// Which level a line sets; `nil` for that of a lot that nobody has seen yet.
    private func level(
        of line: Posting.Line,
        _ variant: StockVariant,
        at place: StockLocation
    ) -> Balance.Key? {
        guard let name = line.lot else {
            return Balance.Key(variant: variant.id, location: place.id)
        }
        return self.knownLot(name, of: variant.id).map { lot in
            Balance.Key(variant: variant.id, location: place.id, lot: lot.id)
        }
    }

    /// A lot of the book, or of an earlier line.
    private func knownLot(_ name: LotName, of variant: ID<Variant>) -> StockLot? {
        if let lot = self.state.lot(name, of: variant) { return lot }
        guard case .code(let code, _) = name else { return nil }
        let key = StockLot.Key(variant: variant, code: code)
        return self.lots.first { $0.key == key }
    }

    /// What is believed to be there, in base units; `nil` where it may be anything.
    private func expected(
        by target: LevelTarget,
        of line: Posting.Line,
        at index: Int
    ) throws(LedgerRefusal) -> Quantity? {
        guard let packs = target.expected else { return nil }
        guard let quantity = self.state.signedBaseUnits(of: line.variant, packs) else {
            throw .expectationOutOfRange(line: index)
        }
        return quantity
    }
}

extension Posting.Line {
    /// The line that changes a level by so many base units, up or down.
    fileprivate func moving(
        _ change: Quantity,
        of variant: ID<Variant>,
        at index: Int
    ) throws(LedgerRefusal) -> Posting.Line {
        let quantity = change.isNegative ? .zero - change : change
        guard quantity <= .largestLine else { throw .levelOutOfRange(line: index) }
        return Posting.Line(
            number: self.number,
            // A barcode would count packs again.
            variant: .id(variant),
            lot: self.lot,
            quantity: quantity,
            from: change.isNegative ? self.to : self.from,
            to: change.isNegative ? self.from : self.to
        )
    }
}

extension LedgerState {
    /// What a quantity comes to that may be below zero, as a level that is owed.
    fileprivate func signedBaseUnits(of name: VariantName, _ quantity: Quantity) -> Quantity? {
        guard quantity.isNegative else { return self.baseUnits(of: name, quantity) }
        guard quantity.tenThousandths > .min else { return nil }
        return self.baseUnits(of: name, .zero - quantity).map { .zero - $0 }
    }
}
