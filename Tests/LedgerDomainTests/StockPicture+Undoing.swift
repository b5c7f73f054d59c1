import Contracts
import Kernel
import LedgerDomain

extension StockPicture {
    /// What has to be there again once all of an entry is undone: everything but what the rules keep.
    ///
    /// - Parameters:
    ///   - decision: The one that entered it, decided on what the picture shows.
    ///   - state: As it was after that.
    func restored(after decision: Decision, in state: LedgerState) -> StockPicture {
        var picture = self
        guard let entry = decision.entry else { return picture }
        // A unit goes back to where the entry took it from, wherever the book had it before a till spoke.
        for movement in entry.movements.reversed() {
            guard let unit = movement.serial else { continue }
            picture.units[unit] = Company.roots[movement.from] == nil ? nil : movement.from
        }
        guard entry.reservation != nil, let promise = decision.reservation else { return picture }
        picture.keep(promise, shippedBy: entry, in: state)
        return picture
    }

    /// What a shipment gave up stays given up, and goods that must not be sold any more are not promised
    /// again; all else is.
    private mutating func keep(
        _ promise: StockReservation,
        shippedBy entry: PostedEntry,
        in state: LedgerState
    ) {
        let before = self.promises[promise.id]?.lines ?? []
        let lines = promise.lines.enumerated().map { index, line in
            let shipped = entry.movements.filter { $0.line == index + 1 }
            let withheld = shipped.filter { movement in
                movement.lot.flatMap { state.lot($0)?.status != .released } ?? false
            }
            return StockReservation.Line(
                variant: line.variant,
                reserved: line.reserved,
                consumed: line.consumed - shipped.quantity,
                released: line.released + withheld.quantity,
                backordered: line.backordered,
                reference: line.reference
            )
        }
        for variant in Set(lines.map(\.variant)) {
            let key = Availability.Key(variant: variant, warehouse: promise.warehouse)
            let (open, was) = (lines.open(variant), before.open(variant))
            var level = self.levels[key] ?? Level()
            level.reserved += open - was
            level.available -= open - was
            level.reservations += (open.isPositive ? 1 : 0) - (was.isPositive ? 1 : 0)
            self.levels[key] = level == Level() ? nil : level
        }
        self.promises[promise.id] = Promise(
            lines: lines,
            isPending: lines.contains { $0.open.isPositive || $0.backordered.isPositive }
        )
    }

    /// Whether there would be less than nothing, and less than now: only who may oversell goes there.
    func isForbidden(from now: StockPicture) -> Bool {
        let isOverdrawn = self.onHand.contains { key, quantity in
            quantity.isNegative && quantity < now.onHand[key] ?? .zero
        }
        let isPromised = self.levels.contains { key, level in
            level.available.isNegative && level.available < now.levels[key]?.available ?? .zero
        }
        return isOverdrawn || isPromised
    }
}

extension [PostedMovement] {
    fileprivate var quantity: Quantity { self.reduce(.zero) { $0 + $1.quantity } }
}

extension [StockReservation.Line] {
    fileprivate func open(_ variant: ID<Variant>) -> Quantity {
        self.reduce(.zero) { $1.variant == variant ? $0 + $1.open : $0 }
    }
}
