import Contracts
import Kernel
import LedgerDomain

/// Everything that there is: where, promised to whom, withheld, on the road, and at what worth.
///
/// Without versions and marks, and without what goods last cost where there are none: that is
/// remembered, and nothing undoes a memory.
struct StockPicture: Equatable {
    /// By place and lot.
    var onHand: [Balance.Key: Quantity] = [:]
    var levels: [Availability.Key: Level] = [:]
    /// Where units in stock are.
    var units: [ID<Serial>: ID<Location>] = [:]
    var promises: [ID<Reservation>: Promise] = [:]
    private(set) var orders: [ID<TransferOrder>: [TransferLine]] = [:]
    var pools: [CostPool.Key: Pool] = [:]

    struct Level: Equatable {
        var onHand = Quantity.zero
        var withheld = Quantity.zero
        var reserved = Quantity.zero
        var available = Quantity.zero
        var reservations = 0
    }

    struct Promise: Equatable {
        var lines: [StockReservation.Line]
        var isPending: Bool
    }

    struct Pool: Equatable {
        var layers: [CostSlice.Key: Layer]
        var together: CostValue
        var owed: Quantity
        /// What of that is thought to have cost.
        var owedValue: CostValue
    }

    struct Layer: Equatable {
        var quantity: Quantity
        var value: CostValue
    }

    init(of whole: CostedHistory) {
        let (state, model) = (whole.state, whole.history.model)
        for place in model.past.places {
            let onHand = state.balance(place).onHand
            self.onHand[place] = onHand == .zero ? nil : onHand
        }
        for key in Set(model.past.places.compactMap(\.level)) {
            let level = Level(state.availability(key))
            self.levels[key] = level == Level() ? nil : level
        }
        for unit in model.units.places.keys {
            guard let serial = state.serial(unit), serial.isInStock else { continue }
            self.units[unit] = serial.location
        }
        for id in model.promises.all {
            guard let promise = state.reservation(id) else { continue }
            self.promises[id] = Promise(
                lines: promise.lines,
                isPending: promise.state == .pending
            )
        }
        for order in model.road.orders { self.orders[order.id] = state.order(order.id)?.lines }
        for (key, pool) in whole.book.pools where !pool.layers.isEmpty || !pool.debts.isEmpty {
            self.pools[key] = Pool(pool)
        }
    }
}

extension StockPicture.Level {
    fileprivate init(_ level: Availability) {
        self.init(
            onHand: level.onHand,
            withheld: level.withheld,
            reserved: level.reserved,
            available: level.available,
            reservations: level.reservations
        )
    }
}

extension StockPicture.Pool {
    fileprivate init(_ pool: CostPool) {
        self.init(
            layers: Dictionary(
                pool.layers.map { ($0.key, .init(quantity: $0.quantity, value: $0.value)) }
            ) { first, _ in first },
            together: pool.shared,
            owed: pool.debts.quantity,
            owedValue: pool.debts.value
        )
    }

    /// How much there is, or less than nothing, of whatever layers.
    fileprivate var withoutLayers: StockPicture.Pool {
        let goods = self.layers.values.reduce(Quantity.zero) { $0 + $1.quantity }
        return StockPicture.Pool(
            layers: [:],
            together: .zero,
            owed: self.owed - goods,
            owedValue: .zero
        )
    }
}

extension StockPicture {
    /// The same goods, wherever they came from and whatever they are worth.
    var withoutLayers: StockPicture {
        var picture = self
        picture.pools = self.pools.mapValues(\.withoutLayers)
        return picture
    }
}
