import Contracts
import Kernel

extension Draft {
    /// Moves single units, one movement for each.
    mutating func moveUnits(
        _ numbers: [String],
        _ parcel: Parcel,
        from: StockLocation,
        isAnywhere: Bool,
        to: StockLocation,
        at index: Int,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) {
        // A till that does not read serial numbers still sells; a count finds out which went.
        if numbers.isEmpty, self.authority.mayOversell {
            try self.transfer(parcel, from: from, to: to, at: index, using: &generator)
            return
        }
        guard Quantity(integerLiteral: Int64(numbers.count)) == parcel.quantity else {
            throw .serialsRequired(count: parcel.quantity, line: index)
        }
        for number in numbers {
            let key = StockSerial.Key(variant: parcel.variant, number: number)
            let from = isAnywhere ? self.place(of: key, below: from) : from
            let serial = try self.unit(
                key,
                lot: parcel.lot,
                from: from,
                at: index,
                using: &generator
            )
            var part = parcel
            part.serial = serial.id
            part.lot = serial.lot
            part.quantity = 1
            try self.transfer(part, from: from, to: to, at: index, using: &generator)
            if self.follows(serial, from: from) { self.place(serial, at: to) }
        }
    }

    /// Whether a unit is from now on where it went.
    ///
    /// A count says where it was at a time. One that was missing and has been seen elsewhere since stays
    /// where it was seen last.
    private func follows(_ serial: StockSerial, from: StockLocation) -> Bool {
        self.kind != .count || serial.mayLeave(from)
    }

    /// Where a unit is, if that is below `root`; `root` otherwise.
    private func place(of key: StockSerial.Key, below root: StockLocation) -> StockLocation {
        guard let serial = self.serials[key] ?? self.state.serial(key),
            let location = self.state.locations[serial.location], location.path.contains(root.id)
        else { return root }
        return location
    }

    /// Remembers where a unit is now.
    mutating func place(_ serial: StockSerial, at location: StockLocation) {
        var serial = serial
        serial.move(to: location)
        self.serials[serial.key] = serial
    }

    /// The unit that a line names, where it is at the place it is taken from.
    private func unit(
        _ key: StockSerial.Key,
        lot: ID<Lot>?,
        from: StockLocation,
        at index: Int,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) -> StockSerial {
        guard let serial = self.serials[key] ?? self.state.serial(key) else {
            let isNew = self.kind.mayIntroduceItems && !from.kind.keepsBalances
            guard isNew || self.authority.mayOversell else {
                throw .serialUnavailable(key.number, line: index)
            }
            return StockSerial(
                id: self.state.identifier(using: &generator),
                key: key,
                lot: lot,
                location: from.id,
                isInStock: false
            )
        }
        let isThatLot = lot == nil || lot == serial.lot
        // The unit that a till has sold was there, wherever the book put it.
        guard serial.mayLeave(from) && isThatLot || self.authority.mayOversell else {
            throw .serialUnavailable(key.number, line: index)
        }
        return serial
    }
}
