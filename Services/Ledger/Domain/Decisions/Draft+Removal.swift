import Contracts
import Kernel

extension Draft {
    /// Whether goods that leave are chosen by the rule of their variant where nobody names them.
    ///
    /// What comes in or is corrected is named; what a till took is gone, and guessed.
    var choosesWhatLeaves: Bool {
        (self.kind.usesGoods || self.kind == .transfer) && !self.authority.mayOversell
    }

    /// Takes goods from where the rule of the variant says, one movement for each place and lot.
    ///
    /// - Parameter isAnywhere: Whether also from everything below `root`.
    mutating func moveChosen(
        _ parcel: Parcel,
        from root: StockLocation,
        isAnywhere: Bool,
        to: StockLocation,
        at index: Int,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) {
        let parts = try self.chosen(
            parcel,
            from: root,
            isAnywhere: isAnywhere,
            to: to,
            at: index
        )
        for (part, from) in parts {
            try self.transfer(part, from: from, to: to, at: index, using: &generator)
        }
    }

    /// The goods that the rule of the variant says leave, until the parcel is full.
    private func chosen(
        _ parcel: Parcel,
        from root: StockLocation,
        isAnywhere: Bool,
        to: StockLocation,
        at index: Int
    ) throws(LedgerRefusal) -> [(parcel: Parcel, from: StockLocation)] {
        let strategy = self.state.strategies[parcel.variant] ?? .fefo
        let sources = self.sources(of: parcel, in: root, isAnywhere: isAnywhere)
            .filter { $0.location.id != to.id }
            .sorted { strategy.takes($0, before: $1) }
        var parts: [(parcel: Parcel, from: StockLocation)] = []
        var missing = parcel.quantity
        for source in sources where missing.isPositive {
            var part = parcel
            part.lot = source.lot?.id
            part.quantity = min(missing, source.onHand)
            parts.append((part, source.location))
            missing -= part.quantity
        }
        guard missing.isPositive else { return parts }
        let key = Availability.Key(
            variant: parcel.variant,
            warehouse: root.warehouse ?? root.id
        )
        throw self.shortage(
            of: key,
            at: root.id,
            requested: parcel.quantity,
            available: min(parcel.quantity - missing, self.freeBefore(key)),
            line: index
        )
    }

    /// What there is to choose from: of lots, those that may be sold, or the one that is named.
    private func sources(
        of parcel: Parcel,
        in root: StockLocation,
        isAnywhere: Bool
    ) -> [StockSource] {
        let places =
            isAnywhere
            ? self.state.balances.keys.filter { $0.variant == parcel.variant }
            : self.state.lots(in: Balance.Key(variant: parcel.variant, location: root.id))
        return places.compactMap { key in
            let onHand = self.balance(key).onHand
            guard onHand.isPositive, let location = self.state.locations[key.location],
                location.path.contains(root.id), self.mayChoose(key.lot, for: parcel)
            else { return nil }
            return StockSource(
                location: location,
                lot: key.lot.flatMap { self.state.lot($0) },
                onHand: onHand
            )
        }
    }

    private func mayChoose(_ lot: ID<Lot>?, for parcel: Parcel) -> Bool {
        if let named = parcel.lot { return lot == named }
        guard let lot else { return self.state.isUntracked(parcel.variant) }
        return self.state.lot(lot)?.isSellable(on: self.state.today) ?? false
    }
}
