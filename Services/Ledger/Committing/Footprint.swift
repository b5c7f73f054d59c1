import Contracts
import Kernel
import LedgerDomain

/// The rows that a batch is decided on, once its names are known: what has to be locked.
struct Footprint {
    private(set) var availabilities: Set<Availability.Key> = []
    /// Variants at locations, without their lots.
    private(set) var places: Set<Balance.Key> = []
    private(set) var lots: Set<ID<Lot>> = []
    private(set) var lotKeys: Set<StockLot.Key> = []
    private(set) var serials: Set<ID<Serial>> = []
    private(set) var serialKeys: Set<StockSerial.Key> = []

    /// - Parameter state: Has the variants, locations, entries and reservations that are named.
    init(_ commands: [LedgerCommand], in state: LedgerState) {
        for command in commands { self.add(command, in: state) }
    }

    private mutating func add(_ command: LedgerCommand, in state: LedgerState) {
        switch command {
        case .post(let posting):
            for line in posting.lines {
                guard let variant = state.variant(line.variant)?.id else { continue }
                self.add(variant, at: [line.from, line.to], in: state)
                self.add(line.lot, line.serials, of: variant)
            }
        case .reverse(let reversal):
            for movement in state.entry(reversal.target)?.movements ?? [] {
                self.add(movement.variant, at: [.id(movement.from), .id(movement.to)], in: state)
                if let lot = movement.lot { self.lots.insert(lot) }
                if let serial = movement.serial { self.serials.insert(serial) }
            }
        case .reserve(let request):
            guard let warehouse = state.location(request.warehouse)?.id else { return }
            for line in request.lines {
                guard let variant = state.variant(line.variant)?.id else { continue }
                self.availabilities.insert(
                    Availability.Key(variant: variant, warehouse: warehouse)
                )
            }
        case .consume(let consumption):
            self.add(consumption, in: state)
        case .release(let release):
            self.addPromises(of: release.reservation, in: state)
        case .expire(let id):
            self.addPromises(of: id, in: state)
        }
    }

    private mutating func add(_ consumption: Consumption, in state: LedgerState) {
        self.addPromises(of: consumption.reservation, in: state)
        guard let reservation = state.reservation(consumption.reservation) else { return }
        let standard = consumption.location ?? .id(reservation.warehouse)
        if consumption.lines.isEmpty {
            for line in reservation.lines { self.add(line.variant, at: [standard], in: state) }
        }
        for line in consumption.lines
        where reservation.lines.indices.contains(line.number - 1) {
            let variant = reservation.lines[line.number - 1].variant
            self.add(variant, at: [line.location ?? standard], in: state)
            self.add(line.lot, line.serials, of: variant)
        }
    }

    private mutating func addPromises(of id: ID<Reservation>, in state: LedgerState) {
        guard let reservation = state.reservation(id) else { return }
        for line in reservation.lines {
            self.availabilities.insert(
                Availability.Key(variant: line.variant, warehouse: reservation.warehouse)
            )
        }
    }

    private mutating func add(
        _ variant: ID<Variant>,
        at names: [LocationName],
        in state: LedgerState
    ) {
        for name in names {
            guard let location = state.location(name), let root = location.warehouse
            else { continue }
            self.availabilities.insert(Availability.Key(variant: variant, warehouse: root))
            self.places.insert(Balance.Key(variant: variant, location: location.id))
        }
    }

    private mutating func add(_ lot: LotName?, _ numbers: [String], of variant: ID<Variant>) {
        switch lot {
        case .id(let id): self.lots.insert(id)
        case .code(let code, _):
            self.lotKeys.insert(StockLot.Key(variant: variant, code: code))
        case nil: break
        }
        for number in numbers {
            self.serialKeys.insert(StockSerial.Key(variant: variant, number: number))
        }
    }
}
