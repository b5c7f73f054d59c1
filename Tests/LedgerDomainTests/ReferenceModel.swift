import Contracts
import Kernel
import LedgerDomain
import Testing

/// What the ledger must come to, by nothing but adding.
struct ReferenceModel {
    private(set) var totals: [Balance.Key: Quantity] = [:]
    private(set) var reserved: [Availability.Key: Quantity] = [:]
    private(set) var entries: [ID<Entry>] = []
    private(set) var pending: [StockReservation] = []
    private(set) var lots: [ID<Lot>] = []
    private(set) var orders: [StockTransfer] = []
    private var road = RoadModel()
    private var withheld: Set<ID<Lot>> = []
    private var oversold: Set<Balance.Key> = []
    private var moved: [ID<Movement>: Quantity] = [:]
    /// How much of each movement reversals took back.
    private var undone: [ID<Movement>: Quantity] = [:]

    mutating func record(_ decision: Decision, mayOversell: Bool) {
        for movement in decision.entry?.movements ?? [] {
            #expect(movement.quantity.isPositive)
            self.add(-movement.quantity, movement, at: movement.from, mayOversell)
            self.add(movement.quantity, movement, at: movement.to, mayOversell)
            self.moved[movement.id] = movement.quantity
            guard let original = movement.reverses else { continue }
            self.undone[original, default: .zero] += movement.quantity
            #expect(self.undone[original, default: .zero] <= self.moved[original] ?? .zero)
        }
        if let entry = decision.entry {
            self.entries.append(entry.id)
            self.road.record(entry)
        }
        if let order = decision.transfer {
            self.orders.removeAll { $0.id == order.id }
            self.orders.append(order)
        }
        self.lots += decision.lots.map(\.id)
        if let lot = decision.lotChange?.lot {
            self.withheld.remove(lot.id)
            if lot.status != .released { self.withheld.insert(lot.id) }
        }
        guard let reservation = decision.reservation else { return }
        for line in reservation.lines {
            #expect(!line.backordered.isNegative)
            #expect(!line.open.isNegative)
            #expect(reservation.state == .pending || line.backordered == .zero)
        }
        if let index = self.pending.firstIndex(where: { $0.id == reservation.id }) {
            self.count(self.pending.remove(at: index), sign: -1)
        }
        guard reservation.state == .pending else { return }
        self.pending.append(reservation)
        self.count(reservation, sign: 1)
    }

    private mutating func add(
        _ quantity: Quantity,
        _ movement: PostedMovement,
        at location: ID<Location>,
        _ mayOversell: Bool
    ) {
        let key = Balance.Key(variant: movement.variant, location: location, lot: movement.lot)
        self.totals[key, default: .zero] += quantity
        if mayOversell { self.oversold.insert(key) }
    }

    private mutating func count(_ reservation: StockReservation, sign: Int64) {
        for line in reservation.lines {
            let key = Availability.Key(
                variant: line.variant,
                warehouse: reservation.warehouse
            )
            guard let open = line.open.multiplied(by: sign) else { continue }
            self.reserved[key, default: .zero] += open
        }
    }

    /// The ledger's own figures are those of the model, and nothing is below zero without a till.
    func expectSame(_ state: LedgerState) {
        self.road.expectSame(self.orders, state)
        var (onHand, withheld) = ([Availability.Key: Quantity](), [Availability.Key: Quantity]())
        for (key, total) in self.totals {
            guard let location = state.location(.id(key.location)), location.kind.keepsBalances,
                let warehouse = location.warehouse
            else { continue }
            #expect(state.balance(key).onHand == total)
            #expect(!total.isNegative || self.oversold.contains(key))
            let level = Availability.Key(variant: key.variant, warehouse: warehouse)
            onHand[level, default: .zero] += total
            if let lot = key.lot, self.withheld.contains(lot) {
                withheld[level, default: .zero] += total
            }
        }
        for (key, total) in onHand {
            let availability = state.availability(key)
            let reserved = self.reserved[key, default: .zero]
            #expect(availability.onHand == total)
            #expect(availability.reserved == reserved)
            #expect(availability.withheld == withheld[key, default: .zero])
            #expect(availability.available == total - availability.withheld - reserved)
            #expect(!availability.available.isNegative || availability.isShort)
        }
    }

    func expectUnchanged(_ state: LedgerState, since before: LedgerState) {
        for key in self.totals.keys {
            #expect(state.balance(key) == before.balance(key))
        }
    }

    /// What there is of each variant over all locations, the virtual ones included, is nothing.
    func expectConservation() {
        let sums = self.totals.reduce(into: [ID<Variant>: Quantity]()) { sums, total in
            sums[total.key.variant, default: .zero] += total.value
        }
        #expect(sums.values.allSatisfy { $0 == .zero })
    }
}
