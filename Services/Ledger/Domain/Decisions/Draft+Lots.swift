import Contracts
import Kernel

extension Draft {
    /// The lot that a line names, made where the kind of entry may bring in new ones.
    mutating func lot(
        _ name: LotName,
        of variant: StockVariant,
        at index: Int,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) -> StockLot {
        if let lot = self.state.lot(name, of: variant.id) {
            return try self.agreed(lot, with: name, at: index)
        }
        guard case .code(let code, let details) = name,
            self.kind.mayIntroduceItems || self.authority.mayOversell
        else { throw .unknownLot(name, line: index) }
        let key = StockLot.Key(variant: variant.id, code: code)
        if let lot = self.lots.first(where: { $0.key == key }) {
            return try self.agreed(lot, with: name, at: index)
        }
        guard
            !variant.tracking.hasExpiry || details.expiresOn != nil || self.authority.mayOversell
        else { throw .lotExpiryRequired(line: index) }
        let lot = StockLot(
            id: self.state.identifier(using: &generator),
            key: key,
            details: details,
            since: self.state.now,
            status: self.state.qualityPlans[variant.id]?.firstStatus ?? .released
        )
        self.lots.append(lot)
        return lot
    }

    /// Why new lots are withheld from the beginning.
    func firstStatuses(by entry: PostedEntry?) -> [LotStatusChange] {
        guard let entry else { return [] }
        return self.lots.filter(\.status.isWithheld).map { lot in
            LotStatusChange(
                lot: lot,
                former: lot.status,
                reason: .inspection,
                note: nil,
                actor: entry.actor,
                levels: []
            )
        }
    }

    /// Whether goods of the lot are not available.
    func isWithheld(_ lot: ID<Lot>?) -> Bool { self.known(lot)?.status.isWithheld ?? false }

    /// Goods of lots that are not released are not sold; a till has sold them already.
    func requireSellable(_ lot: ID<Lot>?, at index: Int) throws(LedgerRefusal) {
        guard self.kind.usesGoods, !self.authority.mayOversell, let lot = self.known(lot),
            !lot.isSellable(on: self.state.today)
        else { return }
        throw .lotWithheld(lot, line: index)
    }

    private func known(_ lot: ID<Lot>?) -> StockLot? {
        guard let lot else { return nil }
        return self.state.lot(lot) ?? self.lots.first { $0.id == lot }
    }

    /// A lot that is known already; what contradicts it must not be lost.
    private func agreed(
        _ lot: StockLot,
        with name: LotName,
        at index: Int
    ) throws(LedgerRefusal) -> StockLot {
        guard case .code(_, let details) = name,
            let mark = details.contradiction(to: lot.details)
        else { return lot }
        throw .lotDiffers(lot, in: mark, line: index)
    }

    /// Moves goods whose lot nobody named: those that the rule of the variant says.
    ///
    /// Tills cannot always read it, and do not ask what there is: goods that leave are taken from the lots that
    /// expire first, from those that nobody should have sold last, and what the book does not have is
    /// owed by the balance without a lot. An adjustment may settle that debt, again without naming a
    /// lot.
    mutating func moveAnyLot(
        _ parcel: Parcel,
        of line: Posting.Line,
        from: StockLocation,
        to: StockLocation,
        at index: Int,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) {
        // What nobody named the lot of is counted, and owed, apart from the lots.
        if self.kind == .count {
            try self.transfer(parcel, from: from, to: to, at: index, using: &generator)
            return
        }
        if self.choosesWhatLeaves, from.kind.keepsBalances {
            try self.moveChosen(
                parcel,
                from: from,
                isAnywhere: line.isAnywhere,
                to: to,
                at: index,
                using: &generator
            )
            return
        }
        guard self.authority.mayOversell else {
            let owed = -self.balance(
                Balance.Key(variant: parcel.variant, location: to.id)
            ).onHand
            guard self.kind == .adjust, parcel.quantity <= owed else {
                throw .lotRequired(line: index)
            }
            try self.transfer(parcel, from: from, to: to, at: index, using: &generator)
            return
        }
        guard from.kind.keepsBalances else {
            try self.transfer(parcel, from: from, to: to, at: index, using: &generator)
            return
        }
        for part in self.firstExpired(parcel, at: from) {
            try self.transfer(part, from: from, to: to, at: index, using: &generator)
        }
    }

    /// Splits a parcel over the lots of a place, those that expire first coming first, and those that
    /// are withheld after all others.
    private func firstExpired(_ parcel: Parcel, at location: StockLocation) -> [Parcel] {
        let place = Balance.Key(variant: parcel.variant, location: location.id)
        let lots = self.state.lotsInPlace[place, default: []]
            .compactMap(self.state.lot)
            .sorted { left, right in
                left.status.isWithheld == right.status.isWithheld
                    ? StockLot.leavesBefore(left, right) : right.status.isWithheld
            }
        var parts: [Parcel] = []
        var missing = parcel.quantity
        for lot in lots where missing.isPositive {
            let key = Balance.Key(variant: parcel.variant, location: location.id, lot: lot.id)
            let taken = min(missing, self.balance(key).onHand)
            guard taken.isPositive else { continue }
            var part = parcel
            part.lot = lot.id
            part.quantity = taken
            parts.append(part)
            missing -= taken
        }
        if missing.isPositive {
            var part = parcel
            part.quantity = missing
            parts.append(part)
        }
        return parts
    }
}
