import Contracts
import Kernel

extension Draft {
    /// Adds the mirror image of a movement, or of some of it.
    mutating func moveBack(
        _ piece: Remainder.Piece,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) {
        let (movement, index) = (piece.movement, piece.index)
        let from = try self.location(.id(movement.to), at: index)
        let to = try self.location(.id(movement.from), at: index)
        // What left with a handling unit brings it back.
        let isReopened = !to.isActive && self.state.handlingUnitsByPlace[to.id] != nil
        guard to.isActive || isReopened || self.authority.mayOversell else {
            throw .locationClosed(.id(to.id), line: index)
        }
        if isReopened { self.reopened.insert(to.id) }
        if let id = movement.serial {
            guard let serial = self.state.serial(id) else {
                throw .serialUnavailable(id.description, line: index)
            }
            let current = self.serials[serial.key] ?? serial
            guard current.mayLeave(from) || self.authority.mayOversell else {
                throw .serialUnavailable(serial.key.number, line: index)
            }
            self.place(current, at: to)
        }
        let parcel = Parcel(
            lineNumber: movement.line,
            variant: movement.variant,
            lot: movement.lot,
            serial: movement.serial,
            quantity: piece.quantity,
            unitCost: movement.unitCost,
            reverses: movement.id
        )
        try self.transfer(parcel, from: from, to: to, at: index, using: &generator)
        self.giveBack(piece.quantity, of: movement.lot, line: movement.line)
        try self.takeBack(piece)
    }
}
