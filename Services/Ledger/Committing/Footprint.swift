import Contracts
import Kernel
import LedgerDomain

/// A variant, and the tree of places in which it is looked for.
struct StockTree: Hashable {
    let variant: ID<Variant>
    let root: ID<Location>
}

/// The rows that a batch is decided on, once its names are known: what has to be locked.
struct Footprint {
    var availabilities: Set<Availability.Key> = []
    /// Variants at locations, without their lots.
    var places: Set<Balance.Key> = []
    private(set) var lots: Set<ID<Lot>> = []
    private(set) var lotKeys: Set<StockLot.Key> = []
    /// Variants of which a lot may come that the book has not known.
    private(set) var introduced: Set<ID<Variant>> = []
    /// Variants of which goods are taken that nobody names.
    var choices: Set<ID<Variant>> = []
    /// Where they may be, if anywhere below a place.
    private(set) var trees: Set<StockTree> = []
    /// Lots of which everything is wanted, wherever it is.
    private(set) var wholeLots: Set<StockLot.Name> = []
    private(set) var serials: Set<ID<Serial>> = []
    private(set) var serialKeys: Set<StockSerial.Key> = []
    /// Places of which everything is wanted: those of handling units.
    var emptiedPlaces: Set<ID<Location>> = []
    /// Entries that are to be undone, of which some may have been undone before.
    private(set) var undone: Set<ID<Entry>> = []
    /// The place that was named last.
    private var last: (name: LocationName, location: StockLocation?)?
    /// Reservations that the batch makes itself: the state has them only once they are decided.
    private var requested: [ID<Reservation>: Promise] = [:]
    private var documents: [Reference: ID<Reservation>] = [:]
    /// Transfer orders that the batch makes itself.
    var requestedRoutes: [ID<TransferOrder>: TransferRoute] = [:]

    /// The part of a reservation that says where its stock is.
    private struct Promise {
        let warehouse: ID<Location>
        /// By line; `nil` where the name is unknown and the request refused.
        let variants: [ID<Variant>?]
    }

    /// - Parameters:
    ///   - contents: What is on handling units that the commands empty or take elsewhere.
    ///   - state: Has the variants, locations, entries and reservations that are named.
    init(
        _ commands: [LedgerCommand],
        carrying contents: UnitContents = UnitContents(),
        in state: LedgerState
    ) {
        let lines = commands.reduce(0) { $0 + $1.lineCount }
        self.availabilities.reserveCapacity(lines)
        self.places.reserveCapacity(lines)
        for command in commands { self.add(command, in: state) }
        self.add(contents, of: commands, in: state)
    }

    private mutating func add(_ command: LedgerCommand, in state: LedgerState) {
        switch command {
        case .post(let posting):
            for line in posting.lines {
                guard let variant = state.variant(line.variant)?.id else { continue }
                self.add(variant, at: line.from, in: state)
                self.add(variant, at: line.to, in: state)
                self.add(line.lot, line.serials, of: variant)
                if posting.mayIntroduceLots, case .code = line.lot {
                    self.introduced.insert(variant)
                }
                if line.lot == nil || line.isAnywhere {
                    self.addChoice(of: variant, at: line.from, line.isAnywhere, in: state)
                }
            }
        case .reverse(let reversal):
            guard let entry = state.entry(reversal.target) else { return }
            self.undone.insert(entry.id)
            for movement in entry.movements {
                self.add(movement.variant, at: .id(movement.from), in: state)
                self.add(movement.variant, at: .id(movement.to), in: state)
                self.add(movement.lot, movement.serial)
            }
            if let reservation = entry.reservation { self.addPromise(of: reservation, in: state) }
        case .reserve(let request):
            guard let warehouse = state.location(request.warehouse)?.id else { return }
            let promise = Promise(
                warehouse: warehouse,
                variants: request.lines.map { state.variant($0.variant)?.id }
            )
            self.requested[request.id] = promise
            if let reference = request.reference { self.documents[reference] = request.id }
            self.add(promise)
        case .consume(let consumption):
            self.add(consumption, in: state)
        case .release(let release):
            self.addPromise(of: release.reservation, in: state)
        case .expire(let id), .fill(let id):
            self.addPromise(of: id, in: state)
        case .extend, .handle: break
        case .withdraw(let withdrawal):
            if let known = state.reservation(of: withdrawal.reference) {
                self.addPromise(of: known.id, in: state)
            } else if let id = self.documents[withdrawal.reference] {
                self.addPromise(of: id, in: state)
            }
        case .changeLot(let request):
            self.add(whole: request.lot, in: state)
        case .expireLot(let id):
            self.add(whole: id, in: state)
        case .inspect(let request):
            self.add(whole: request.lot, in: state)
        case .concede(let request):
            if let inspection = state.inspections[request.inspection] {
                self.add(whole: inspection.lot, in: state)
            }
        case .order(let request):
            self.add(request, in: state)
        case .carry(let step):
            self.add(step, in: state)
        case .cancelOrder(let cancellation):
            self.addItems(of: cancellation.order, in: state)
        }
    }

    private mutating func add(_ consumption: Consumption, in state: LedgerState) {
        guard let promise = self.promise(consumption.reservation, in: state) else { return }
        self.add(promise)
        let standard = consumption.location ?? .id(promise.warehouse)
        if consumption.lines.isEmpty {
            for case let variant? in promise.variants {
                self.add(variant, at: standard, in: state)
                self.addChoice(of: variant, at: standard, consumption.isAnywhere, in: state)
            }
        }
        for line in consumption.lines where promise.variants.indices.contains(line.number - 1) {
            guard let variant = promise.variants[line.number - 1] else { continue }
            let place = line.location ?? standard
            self.add(variant, at: place, in: state)
            self.add(line.lot, line.serials, of: variant)
            self.addChoice(of: variant, at: place, consumption.isAnywhere, in: state)
        }
    }

    /// Goods of the lot may come to any warehouse while nobody holds its row.
    private mutating func add(whole id: ID<Lot>, in state: LedgerState) {
        guard let lot = state.lot(id) else { return }
        self.wholeLots.insert(lot.name)
        for root in state.roots {
            self.availabilities.insert(
                Availability.Key(variant: lot.key.variant, warehouse: root)
            )
        }
    }

    private mutating func addPromise(of id: ID<Reservation>, in state: LedgerState) {
        if let promise = self.promise(id, in: state) { self.add(promise) }
    }

    /// A lot and a unit that are known.
    mutating func add(_ lot: ID<Lot>?, _ serial: ID<Serial>?) {
        if let lot { self.lots.insert(lot) }
        if let serial { self.serials.insert(serial) }
    }

    private mutating func add(_ promise: Promise) {
        for case let variant? in promise.variants {
            self.availabilities.insert(
                Availability.Key(variant: variant, warehouse: promise.warehouse)
            )
        }
    }

    /// The reservation as it is, or as the batch is about to make it.
    private func promise(_ id: ID<Reservation>, in state: LedgerState) -> Promise? {
        guard let reservation = state.reservation(id) else { return self.requested[id] }
        return Promise(
            warehouse: reservation.warehouse,
            variants: reservation.lines.map(\.variant)
        )
    }

    mutating func add(
        _ variant: ID<Variant>,
        at name: LocationName,
        in state: LedgerState
    ) {
        // The other places outside have no balances.
        if case .virtual(let kind) = name, !kind.keepsBalances { return }
        // Mostly all lines name the same place.
        if name != self.last?.name { self.last = (name, state.location(name)) }
        guard let location = self.last?.location, let root = location.warehouse else { return }
        self.availabilities.insert(Availability.Key(variant: variant, warehouse: root))
        self.places.insert(Balance.Key(variant: variant, location: location.id))
    }

    mutating func addChoice(
        of variant: ID<Variant>,
        at name: LocationName,
        _ isAnywhere: Bool,
        in state: LedgerState
    ) {
        guard isAnywhere || state.variant(.id(variant))?.tracking.mode == .lot else { return }
        self.choices.insert(variant)
        guard isAnywhere, let root = state.location(name)?.id else { return }
        self.trees.insert(StockTree(variant: variant, root: root))
    }

    mutating func add(_ lot: LotName?, _ numbers: [String], of variant: ID<Variant>) {
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
