import Contracts
import Kernel

extension Draft {
    /// Adds the mirror image of a movement.
    mutating func moveBack(
        _ movement: PostedMovement,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) {
        let index = movement.line - 1
        let from = try self.location(.id(movement.to), at: index)
        let to = try self.location(.id(movement.from), at: index)
        guard to.isActive || self.authority.mayOversell else {
            throw .locationClosed(.id(to.id), line: index)
        }
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
            quantity: movement.quantity,
            unitCost: movement.unitCost
        )
        try self.transfer(parcel, from: from, to: to, at: index, using: &generator)
    }
}
