import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Loads what documents mention, so that they can show codes beside identifiers.
struct NamesLoader {
    private var variants: Set<ID<Variant>> = []
    private var locations: Set<ID<Location>> = []
    private var lots: Set<ID<Lot>> = []
    private var serials: Set<ID<Serial>> = []

    mutating func add(_ movement: PostedMovement) {
        self.variants.insert(movement.variant)
        self.locations.formUnion([movement.from, movement.to])
        if let lot = movement.lot { self.lots.insert(lot) }
        if let serial = movement.serial { self.serials.insert(serial) }
    }

    mutating func add(_ reservation: StockReservation) {
        self.locations.insert(reservation.warehouse)
        self.variants.formUnion(reservation.lines.map(\.variant))
    }

    mutating func add(_ order: StockTransfer) {
        self.locations.formUnion([order.from, order.to])
        for line in order.lines {
            self.variants.insert(line.variant)
            self.locations.formUnion([line.from, line.to])
            self.lots.formUnion([line.lot].compactMap(\.self) + line.load.keys.compactMap(\.lot))
            self.serials.formUnion(line.load.keys.compactMap(\.serial))
        }
    }

    /// A state that has the names and nothing else.
    func load(in transaction: borrowing Transaction) throws -> LedgerState {
        let rows = try transaction.pipeline([
            VariantStore.named(Array(self.variants), skus: [], barcodes: []),
            LocationStore.named(Array(self.locations), codes: []),
            LotStore.named(Array(self.lots), keys: []),
            SerialStore.named(Array(self.serials)),
        ])
        var state = LedgerState()
        try VariantStore.insert(rows[0], into: &state)
        try LocationStore.insert(rows[1], into: &state)
        try LotStore.insert(rows[2], into: &state)
        try SerialStore.insert(rows[3], into: &state)
        return state
    }
}
