import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Reads and locks what a batch is decided on, in a fixed number of round trips.
///
/// Locks are taken in the same order by everybody: proposals, then reservations, then lots that are to
/// change, then periods, then transfer orders, then the rule of approval, then that of handling
/// units, then availabilities, then serials, each by key. The availability of a variant in a
/// warehouse is the lock for all of its balances there; those in all warehouses are the lock for
/// the status of its lots.
struct StateLoader {
    let commands: [LedgerCommand]
    /// Of which the commands are, where they are.
    let proposals: [ID<Proposal>]
    /// How long a period has to be over before it is closed.
    let periodDelay: Duration

    func load(
        in transaction: borrowing Transaction
    ) throws -> (state: LedgerState, rows: StockRows) {
        var state = LedgerState()
        try self.loadNamed(into: &state, in: transaction)
        try self.loadOrders(into: &state, in: transaction)
        try self.loadFollowed(into: &state, in: transaction)
        try self.loadRule(into: &state, in: transaction)
        let contents = try self.loadHandlingUnits(into: &state, in: transaction)
        let footprint = Footprint(self.commands, carrying: contents, in: state)
        var rows = try self.lock(footprint, into: &state, in: transaction)
        let missing = footprint.availabilities.filter { rows.availabilities[$0] == nil }.sorted()
        if !missing.isEmpty {
            try transaction.execute(AvailabilityStore.reserveNames(missing))
            // Somebody else may have created them while we waited for the names.
            rows = try self.lock(footprint, into: &state, in: transaction)
        }
        return (state, rows)
    }

    /// What the commands name; what none of them names is not asked for.
    private func loadNamed(
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws {
        let named = NamedRows(self.commands)
        let barcodes = named.barcodes.map(\.wrappedValue)
        var reading = StateReading()
        reading.add(LocationStore.keepOpen)
        reading.add(JournalHorizon.hold) { rows, state in state.now = try rows[0].decode("now") }
        reading.add(
            LocationStore.named(Array(named.locations), codes: named.codes.map(\.wrappedValue)),
            LocationStore.insert
        )
        if !self.proposals.isEmpty {
            reading.add(ProposalStore.lock(self.proposals), ProposalStore.insert)
        }
        if !named.variants.isEmpty || !named.skus.isEmpty || !barcodes.isEmpty {
            let skus = named.skus.map(\.wrappedValue)
            reading.add(
                VariantStore.named(Array(named.variants), skus: skus, barcodes: barcodes),
                VariantStore.insert
            )
        }
        if !barcodes.isEmpty {
            reading.add(VariantStore.packs(barcodes), VariantStore.insertPacks)
        }
        if let reservations = self.reservations(named) {
            reading.add([
                ReservationStore.lock(reservations), ReservationStore.lines(reservations),
            ]) { rows, state in
                try ReservationStore.insert(rows[0], lines: rows[1], into: &state)
            }
        }
        self.readLots(named, with: &reading)
        let entries = Array(named.entries)
        let documents = Array(named.documents)
        var known: Rows?
        reading.add(JournalStore.entries(entries, of: documents)) { rows, _ in known = rows }
        try reading.run(into: &state, in: transaction)
        try self.loadPeriods(from: named.earliest, into: &state, in: transaction)
        guard let known, !known.isEmpty else { return }
        // Most commands name entries that are new; the movements of others never change.
        let ids: [ID<Entry>] = try known.map { try $0.decode("id") }
        let movements = try transaction.execute(JournalStore.movements(ids, of: []))
        try JournalStore.insert(known, with: movements, into: &state)
        // A shipment came in between, after its reservation was looked for.
        let shipments =
            named.undone.map(Reversal.Target.entry)
            + named.undoneDocuments.map(Reversal.Target.document)
        for case let reservation? in shipments.map({ state.entry($0)?.reservation })
        where state.reservation(reservation) == nil {
            throw LostRace()
        }
    }

    /// Selects the reservations that are named, and those of entries that are undone; `nil` where
    /// there are none to look for.
    private func reservations(_ named: NamedRows) -> SQL? {
        let hasNames = !named.reservations.isEmpty || !named.promises.isEmpty
        let wanted = ReservationStore.wanted(Array(named.reservations), Array(named.promises))
        guard !named.undone.isEmpty || !named.undoneDocuments.isEmpty else {
            return hasNames ? wanted : nil
        }
        let shipped = ReservationStore.shipped(
            Array(named.undone),
            Array(named.undoneDocuments)
        )
        return hasNames ? "\(fragment: wanted) UNION \(fragment: shipped)" : shipped
    }

    /// What the entries and reservations name that the commands name.
    private func loadFollowed(
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws {
        var variants: Set<ID<Variant>> = []
        var locations: Set<ID<Location>> = []
        func follow(_ reservation: StockReservation?) {
            guard let reservation else { return }
            variants.formUnion(reservation.lines.map(\.variant))
            locations.insert(reservation.warehouse)
        }
        for command in self.commands {
            switch command {
            case .reverse(let reversal):
                let entry = state.entry(reversal.target)
                for movement in entry?.movements ?? [] {
                    variants.insert(movement.variant)
                    locations.formUnion([movement.from, movement.to])
                }
                if let order = entry?.transfer.flatMap(state.order) {
                    locations.formUnion([order.from, order.to])
                }
                let reservation = entry?.reservation.flatMap(state.reservation)
                variants.formUnion(reservation?.lines.map(\.variant) ?? [])
            case .consume(let consumption):
                follow(state.reservation(consumption.reservation))
            case .release(let release):
                follow(state.reservation(release.reservation))
            case .expire(let id), .fill(let id):
                follow(state.reservation(id))
            case .extend(let request):
                follow(state.reservation(request.reservation))
            case .withdraw(let withdrawal):
                follow(state.reservation(of: withdrawal.reference))
            case .changeLot(let request):
                variants.formUnion(state.lot(request.lot).map { [$0.key.variant] } ?? [])
            case .inspect(let request):
                variants.formUnion(state.lot(request.lot).map { [$0.key.variant] } ?? [])
            case .concede(let request):
                let lot = state.inspections[request.inspection].flatMap { state.lot($0.lot) }
                variants.formUnion(lot.map { [$0.key.variant] } ?? [])
            case .expireLot(let id):
                variants.formUnion(state.lot(id).map { [$0.key.variant] } ?? [])
            case .carry(let step):
                guard let order = state.order(step.order) else { continue }
                variants.formUnion(order.lines.map(\.variant))
                locations.formUnion(order.lines.flatMap { [$0.from, $0.to] })
                locations.formUnion([order.from, order.to])
            case .cancelOrder(let cancellation):
                guard let order = state.order(cancellation.order) else { continue }
                variants.formUnion(order.lines.map(\.variant))
                locations.formUnion(order.lines.flatMap { [$0.from, $0.to] })
                locations.formUnion([order.from, order.to])
            case .post, .reserve, .handle: break
            case .order(let request):
                let ends = [request.from, request.to].compactMap(state.location)
                locations.formUnion(ends.compactMap(\.warehouse))
            }
        }
        guard !variants.isEmpty || !locations.isEmpty else { return }
        let rows = try transaction.pipeline([
            VariantStore.named(Array(variants), skus: [], barcodes: []),
            LocationStore.named(Array(locations), codes: []),
        ])
        try VariantStore.insert(rows[0], into: &state)
        try LocationStore.insert(rows[1], into: &state)
    }

    /// Locks and reads stock; returns the rows that there are.
    ///
    /// Each statement of the pipeline sees what was committed before it began, so balances, units
    /// and what was undone of an entry are read as they are under the locks.
    private func lock(
        _ footprint: Footprint,
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws -> StockRows {
        let keys = footprint.availabilities.sorted()
        let (lots, lotKeys) = (Array(footprint.lots), Array(footprint.lotKeys))
        let serialKeys = Array(footprint.serialKeys)
        var found = StockRows()
        var reading = StateReading()
        if !keys.isEmpty {
            reading.add(AvailabilityStore.lock(keys)) { rows, state in
                found.availabilities = try AvailabilityStore.insert(rows, into: &state)
            }
        }
        self.addItems(of: footprint, to: &reading)
        if !footprint.places.isEmpty {
            reading.add(
                BalanceStore.inPlaces(
                    Array(footprint.places),
                    lots: lots,
                    keys: lotKeys,
                    choices: Array(footprint.choices),
                    serials: serialKeys
                )
            ) { rows, state in
                found.balances = try BalanceStore.insert(rows, into: &state)
            }
        }
        let trees = Array(footprint.trees)
        if !trees.isEmpty {
            reading.add(BalanceStore.all(in: trees)) { rows, state in
                found.balances.merge(try BalanceStore.insert(rows, into: &state)) { $1 }
            }
            reading.add(LocationStore.holding(trees), LocationStore.insert)
        }
        if !footprint.choices.isEmpty {
            reading.add(RemovalRules.statement(for: Array(footprint.choices)), RemovalRules.insert)
        }
        if !footprint.introduced.isEmpty {
            let variants: SQL = "SELECT unnest(\(Array(footprint.introduced)))"
            reading.add(InspectionPlanStore.inForce(for: variants), InspectionPlanStore.insert)
        }
        let wholeLots = Array(footprint.wholeLots)
        if !wholeLots.isEmpty {
            reading.add(BalanceStore.all(of: wholeLots)) { rows, state in
                found.balances.merge(try BalanceStore.insert(rows, into: &state)) { $1 }
            }
            reading.add(LocationStore.holding(wholeLots), LocationStore.insert)
        }
        if !keys.isEmpty, state.rule?.maximumValue != nil {
            let variants = Set(keys.map(\.variant))
            reading.add(ApprovalRuleStore.unitCosts(variants), ApprovalRuleStore.insertCosts)
        }
        reading.add("SELECT clock_timestamp() AS now") { rows, state in
            state.now = try rows[0].decode("now")
        }
        try reading.run(into: &state, in: transaction)
        return found
    }

    /// What was undone of entries, and units and lots.
    private func addItems(of footprint: Footprint, to reading: inout StateReading) {
        let (lots, lotKeys) = (Array(footprint.lots), Array(footprint.lotKeys))
        let (serials, serialKeys) = (Array(footprint.serials), Array(footprint.serialKeys))
        if !footprint.undone.isEmpty {
            reading.add(JournalStore.undone(of: Array(footprint.undone)), JournalStore.insertUndone)
        }
        let emptied = Array(footprint.emptiedPlaces)
        if !serials.isEmpty || !serialKeys.isEmpty || !emptied.isEmpty {
            reading.add([
                SerialStore.lock(serials, keys: serialKeys, places: emptied),
                SerialStore.whereabouts(serials, keys: serialKeys, places: emptied),
            ]) { rows, state in
                try SerialStore.insert(rows[1], locked: rows[0], into: &state)
            }
        }
        if !lots.isEmpty || !lotKeys.isEmpty || !serialKeys.isEmpty {
            let statement = LotStore.named(lots, keys: lotKeys, serials: serialKeys)
            reading.add(statement, LotStore.insert)
        }
    }
}
