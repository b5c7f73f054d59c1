import Contracts
import Kernel

extension Draft {
    /// Moves all that is on units: one movement for each variant, lot and numbered piece.
    ///
    /// - Parameter destination: Where the goods of each unit go.
    mutating func moveGoods(
        of load: HandlingLoad,
        using generator: inout some RandomNumberGenerator,
        to destination: (HandlingLoad.Part) -> StockLocation
    ) throws(LedgerRefusal) {
        var index = 0
        for (part, balances) in load.goods(in: self.state) {
            let to = destination(part)
            for balance in balances {
                try self.move(balance, of: part, to: to, at: index, using: &generator)
                index += 1
            }
        }
    }

    private mutating func move(
        _ balance: Balance,
        of part: HandlingLoad.Part,
        to: StockLocation,
        at index: Int,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) {
        let key = balance.key
        guard let variant = self.state.variants[key.variant] else {
            throw .unknownVariant(.id(key.variant), line: index)
        }
        guard balance.onHand.isPositive else {
            throw .handlingUnitInDoubt(part.unit, sku: variant.sku)
        }
        guard balance.onHand <= .largestLine else { throw .quantityOutOfRange(line: index) }
        var parcel = Parcel(
            lineNumber: index + 1,
            variant: key.variant,
            lot: key.lot,
            quantity: balance.onHand
        )
        guard variant.tracking.mode == .serial else {
            try self.transfer(parcel, from: part.place, to: to, at: index, using: &generator)
            return
        }
        let pieces = self.state.serials.values
            .filter { serial in
                serial.location == key.location && serial.key.variant == key.variant
                    && serial.lot == key.lot && serial.isInStock
            }
            .sorted { $0.id < $1.id }
        guard Quantity(integerLiteral: Int64(pieces.count)) == balance.onHand else {
            throw .handlingUnitInDoubt(part.unit, sku: variant.sku)
        }
        for piece in pieces {
            parcel.serial = piece.id
            parcel.quantity = 1
            try self.transfer(parcel, from: part.place, to: to, at: index, using: &generator)
            self.place(piece, at: to)
        }
    }
}
