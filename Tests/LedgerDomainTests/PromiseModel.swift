import Contracts
import Kernel
import LedgerDomain

/// What reservations must come to, by adding the movements of their entries.
struct PromiseModel {
    private struct Line: Hashable {
        let reservation: ID<Reservation>
        let number: Int
    }

    /// How much of a warehouse is promised, and how many have a part in that.
    struct Promised: Equatable {
        var quantity = Quantity.zero
        var reservations = 0
    }

    /// Those that are not over, as they were last decided and in the order of that.
    private(set) var pending: [StockReservation] = []
    private(set) var all: Set<ID<Reservation>> = []
    private var asked: [Line: Quantity] = [:]
    private var consumed: [Line: Quantity] = [:]
    private var shipments: [ID<Entry>: ID<Reservation>] = [:]

    mutating func record(_ request: ReservationRequest) {
        for (index, line) in request.lines.enumerated() {
            self.asked[Line(reservation: request.id, number: index + 1)] = line.quantity
        }
    }

    /// What is shipped is consumed, and what of that comes back is not any more.
    mutating func record(_ entry: PostedEntry) {
        if let reservation = entry.reservation { self.shipments[entry.id] = reservation }
        guard let reservation = self.shipments[entry.reverses ?? entry.id] else { return }
        for movement in entry.movements {
            let line = Line(reservation: reservation, number: movement.line)
            let quantity = entry.reverses == nil ? movement.quantity : .zero - movement.quantity
            self.consumed[line, default: .zero] += quantity
        }
    }

    /// Returns what is wrong with the reservation.
    mutating func record(_ reservation: StockReservation) -> [String] {
        self.pending.removeAll { $0.id == reservation.id }
        if reservation.state == .pending { self.pending.append(reservation) }
        self.all.insert(reservation.id)
        var holds = false
        for (index, line) in reservation.lines.enumerated() {
            let key = Line(reservation: reservation.id, number: index + 1)
            let isPossible =
                !line.backordered.isNegative && !line.open.isNegative && !line.released.isNegative
                && line.consumed == self.consumed[key, default: .zero]
                && line.reserved + line.backordered <= self.asked[key, default: .zero]
            guard isPossible else { return ["reservation \(reservation)"] }
            holds = holds || line.open.isPositive || line.backordered.isPositive
        }
        let isSettled = holds == (reservation.state == .pending)
        return isSettled ? [] : ["state of reservation \(reservation)"]
    }

    /// What is promised of each warehouse.
    var promised: [Availability.Key: Promised] {
        var promised: [Availability.Key: Promised] = [:]
        for reservation in self.pending {
            var open: [ID<Variant>: Quantity] = [:]
            for line in reservation.lines { open[line.variant, default: .zero] += line.open }
            for (variant, quantity) in open where quantity.isPositive {
                let key = Availability.Key(variant: variant, warehouse: reservation.warehouse)
                promised[key, default: Promised()].quantity += quantity
                promised[key, default: Promised()].reservations += 1
            }
        }
        return promised
    }
}
