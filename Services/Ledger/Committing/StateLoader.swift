import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Reads and locks what a batch is decided on, in a fixed number of round trips.
///
/// Locks are taken in the same order by everybody: reservations, then availabilities, then
/// serials, each by key. The availability of a variant in a warehouse is the lock for all of its
/// balances there.
struct StateLoader {
    let commands: [LedgerCommand]

    func load(in transaction: borrowing Transaction) throws -> LedgerState {
        var state = LedgerState()
        try self.loadNamed(into: &state, in: transaction)
        try self.loadFollowed(into: &state, in: transaction)
        let footprint = Footprint(self.commands, in: state)
        let missing = try self.lock(footprint, into: &state, in: transaction)
        if !missing.isEmpty {
            try transaction.execute(AvailabilityStore.reserveNames(missing))
            // Somebody else may have created them while we waited for the names.
            _ = try self.lock(footprint, into: &state, in: transaction)
        }
        return state
    }

    /// What the commands name.
    private func loadNamed(
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws {
        let named = NamedRows(self.commands)
        let (entries, documents) = (Array(named.entries), Array(named.documents))
        let (reservations, promises) = (Array(named.reservations), Array(named.promises))
        let barcodes = named.barcodes.map(\.wrappedValue)
        let rows = try transaction.pipeline([
            LocationStore.keepOpen,
            LocationStore.named(
                Array(named.locations),
                codes: named.codes.map(\.wrappedValue)
            ),
            VariantStore.named(
                Array(named.variants),
                skus: named.skus.map(\.wrappedValue),
                barcodes: barcodes
            ),
            VariantStore.packs(barcodes),
            JournalStore.entries(entries, of: documents),
            JournalStore.movements(entries, of: documents),
            ReservationStore.lock(reservations, of: promises),
            ReservationStore.lines(reservations, of: promises),
            JournalHorizon.hold,
        ])
        try LocationStore.insert(rows[1], into: &state)
        try VariantStore.insert(rows[2], into: &state)
        try VariantStore.insertPacks(rows[3], into: &state)
        try JournalStore.insert(rows[4], with: rows[5], into: &state)
        try ReservationStore.insert(rows[6], lines: rows[7], into: &state)
    }

    /// What the entries and reservations name that the commands name.
    private func loadFollowed(
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws {
        var variants: Set<ID<Variant>> = []
        var locations: Set<ID<Location>> = []
        for command in self.commands {
            switch command {
            case .reverse(let reversal):
                for movement in state.entry(reversal.target)?.movements ?? [] {
                    variants.insert(movement.variant)
                    locations.formUnion([movement.from, movement.to])
                }
            case .consume(let consumption):
                let reservation = state.reservation(consumption.reservation)
                variants.formUnion(reservation?.lines.map(\.variant) ?? [])
                locations.formUnion(reservation.map { [$0.warehouse] } ?? [])
            case .release(let release):
                let reservation = state.reservation(release.reservation)
                variants.formUnion(reservation?.lines.map(\.variant) ?? [])
                locations.formUnion(reservation.map { [$0.warehouse] } ?? [])
            case .expire(let id):
                let reservation = state.reservation(id)
                variants.formUnion(reservation?.lines.map(\.variant) ?? [])
                locations.formUnion(reservation.map { [$0.warehouse] } ?? [])
            case .post, .reserve: break
            }
        }
        guard !variants.isEmpty else { return }
        let rows = try transaction.pipeline([
            VariantStore.named(Array(variants), skus: [], barcodes: []),
            LocationStore.named(Array(locations), codes: []),
        ])
        try VariantStore.insert(rows[0], into: &state)
        try LocationStore.insert(rows[1], into: &state)
    }

    /// Locks and reads stock; returns the availabilities that have no row yet.
    ///
    /// Each statement of the pipeline sees what was committed before it began, so balances and
    /// units are read as they are under the locks.
    private func lock(
        _ footprint: Footprint,
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws -> [Availability.Key] {
        let keys = footprint.availabilities.sorted()
        let (lots, lotKeys) = (Array(footprint.lots), Array(footprint.lotKeys))
        let (serials, serialKeys) = (Array(footprint.serials), Array(footprint.serialKeys))
        let rows = try transaction.pipeline([
            AvailabilityStore.lock(keys),
            SerialStore.lock(serials, keys: serialKeys),
            SerialStore.whereabouts(serials, keys: serialKeys),
            LotStore.named(lots, keys: lotKeys),
            BalanceStore.inPlaces(
                Array(footprint.places),
                lots: lots,
                keys: lotKeys,
                serials: serialKeys
            ),
            "SELECT clock_timestamp() AS now",
        ])
        try AvailabilityStore.insert(rows[0], into: &state)
        try SerialStore.insert(rows[2], locked: rows[1], into: &state)
        try LotStore.insert(rows[3], into: &state)
        try BalanceStore.insert(rows[4], into: &state)
        state.now = try rows[5][0].decode("now")
        guard rows[0].count < keys.count else { return [] }
        let found = Set(
            try rows[0].map { row in
                Availability.Key(
                    variant: try row.decode("variant"),
                    warehouse: try row.decode("warehouse")
                )
            }
        )
        return keys.filter { !found.contains($0) }
    }
}
