import Contracts
import Kernel

extension Draft {
    /// Adds the movements of one line.
    mutating func move(
        _ line: Posting.Line,
        at index: Int,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) {
        guard line.quantity.isPositive else { throw .quantityNotPositive(line: index) }
        let variant = try self.variant(line.variant, at: index)
        guard let quantity = self.state.baseUnits(of: line.variant, line.quantity),
            quantity <= .largestLine
        else { throw .quantityOutOfRange(line: index) }
        let (from, to) = try self.ends(of: line, at: index)
        var parcel = Parcel(
            lineNumber: line.number ?? index + 1,
            variant: variant.id,
            quantity: quantity,
            unitCost: line.unitCost
        )
        switch variant.tracking.mode {
        case .none:
            guard line.lot == nil else { throw .lotNotTracked(line: index) }
            guard line.serials.isEmpty else { throw .serialsNotTracked(line: index) }
            try self.move(parcel, of: line, from: from, to: to, at: index, using: &generator)
        case .lot:
            guard line.serials.isEmpty else { throw .serialsNotTracked(line: index) }
            guard let name = line.lot else {
                try self.moveAnyLot(
                    parcel,
                    of: line,
                    from: from,
                    to: to,
                    at: index,
                    using: &generator
                )
                return
            }
            parcel.lot = try self.lot(name, of: variant, at: index, using: &generator).id
            try self.move(parcel, of: line, from: from, to: to, at: index, using: &generator)
        case .serial:
            if let name = line.lot {
                parcel.lot = try self.lot(name, of: variant, at: index, using: &generator).id
            }
            try self.moveUnits(
                line.serials,
                parcel,
                from: from,
                isAnywhere: line.isAnywhere,
                to: to,
                at: index,
                using: &generator
            )
        }
    }

    /// Moves what is named, from exactly there or from anywhere below.
    private mutating func move(
        _ parcel: Parcel,
        of line: Posting.Line,
        from: StockLocation,
        to: StockLocation,
        at index: Int,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) {
        guard line.isAnywhere, self.choosesWhatLeaves, from.kind.keepsBalances else {
            try self.transfer(parcel, from: from, to: to, at: index, using: &generator)
            return
        }
        try self.moveChosen(
            parcel,
            from: from,
            isAnywhere: true,
            to: to,
            at: index,
            using: &generator
        )
    }

    private mutating func variant(
        _ name: VariantName,
        at index: Int
    ) throws(LedgerRefusal) -> StockVariant {
        guard let variant = self.state.variant(name) else {
            throw .unknownVariant(name, line: index)
        }
        guard variant.status == .active || self.kind.mayReplenishRetired else {
            throw .variantRetired(name, line: index)
        }
        if !variant.isUsed, !self.firstUses.contains(variant.id) {
            self.firstUses.append(variant.id)
        }
        return variant
    }

    private mutating func ends(
        of line: Posting.Line,
        at index: Int
    ) throws(LedgerRefusal) -> (from: StockLocation, to: StockLocation) {
        if let last = self.lastEnds, last.names == (line.from, line.to) {
            return (last.from, last.to)
        }
        let from = try self.location(line.from, at: index)
        let to = try self.location(line.to, at: index)
        guard from.id != to.id else { throw .sameLocation(line: index) }
        guard self.kind.mayLeave(from.kind) else {
            throw .wrongKindOfLocation(line.from, from.kind, line: index)
        }
        // Goods are on the road by an order and no other way, so that somebody expects them.
        let isDispatched = self.order != nil && to.kind == .transit
        guard isDispatched || self.kind.mayArrive(at: to.kind, from: from.kind) else {
            throw .wrongKindOfLocation(line.to, to.kind, line: index)
        }
        try self.requireOpen(from, to, of: line, at: index)
        self.lastEnds = Ends(names: (line.from, line.to), from: from, to: to)
        return (from, to)
    }

    /// What is left in a closed location may leave it.
    ///
    /// A till's goods are there already, but not where a handling unit was; what a count has seen there
    /// was there.
    private func requireOpen(
        _ from: StockLocation,
        _ to: StockLocation,
        of line: Posting.Line,
        at index: Int
    ) throws(LedgerRefusal) {
        let isTold = self.authority.mayOversell
        for (name, place) in [(line.from, from), (line.to, to)]
        where isTold && self.kind != .count && place.kind == .unit && !place.isActive {
            throw .locationClosed(name, line: index)
        }
        guard to.isActive || isTold else { throw .locationClosed(line.to, line: index) }
    }

    func location(_ name: LocationName, at index: Int) throws(LedgerRefusal) -> StockLocation {
        guard let location = self.state.location(name) else {
            throw .unknownLocation(name, line: index)
        }
        guard self.authority.covers(location) else {
            throw .outsideAuthority(name, warehouse: location.warehouse)
        }
        return location
    }
}

/// The two locations of a line, once they are known to suit the entry.
struct Ends {
    let names: (from: LocationName, to: LocationName)
    let from: StockLocation
    let to: StockLocation
}
