import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Writes what a batch decided: one statement per table, all in one round trip.
struct BatchWriter {
    private let ruling: Ruling
    let now: Timestamp
    private let entries: [(entry: PostedEntry, cause: UUID)]
    let decisions: [Decision]
    private let isKnown: (ID<Reservation>) -> Bool
    private let isOrdered: (ID<TransferOrder>) -> Bool
    private let rows: StockRows

    /// - Parameters:
    ///   - before: The state as it was loaded.
    ///   - rows: Where the stock lies that was loaded.
    init(_ ruling: Ruling, since before: LedgerState, in rows: StockRows) {
        self.ruling = ruling
        self.now = before.now
        self.decisions = ruling.accepted.map(\.decision)
        self.entries = ruling.accepted.flatMap { submission, decision in
            [decision.entry, decision.approval].compactMap { entry in
                entry.map { ($0, submission.causeID(of: $0)) }
            }
        }
        self.isKnown = { before.reservation($0) != nil }
        self.isOrdered = { before.order($0) != nil }
        self.rows = rows
    }

    /// - Parameter memory: Remembers the commands.
    /// - Throws: ``LostRace``, `PostgresError`.
    func write(with memory: [CheckedWrite], in transaction: borrowing Transaction) throws {
        let changes = self.journal + self.items + self.promises + self.orders + self.unitPlaces
        // What else is written may be in a place that is new.
        let places = self.places
        let checked =
            try self.stock + self.lots + self.quality + self.proposals + self.units + memory
        let results = try transaction.pipeline(
            places.map(\.statement) + changes + checked.map(\.statement)
        )
        let written = results.prefix(places.count) + results.suffix(checked.count)
        for (write, rows) in zip(places + checked, written) {
            guard rows.affectedCount == write.count else { throw LostRace() }
        }
        let placed = results.prefix(places.count).flatMap { Array($0) }
        let facts = try HandlingUnitStore.facts(of: placed)
        // An entry names places that are known by then.
        try Outbox.append(facts + self.ruling.facts, in: transaction)
    }

    private var journal: [SQL] {
        guard !self.entries.isEmpty else { return [] }
        let documents = self.entries.compactMap { posted in
            posted.entry.about.reference.map { ($0, posted.entry.id.rawValue) }
        }
        let entries = self.entries.map(\.entry)
        return [
            JournalStore.append(entries, causes: self.entries.map(\.cause)),
            JournalStore.appendMovements(of: entries),
        ] + (documents.isEmpty ? [] : [JournalStore.take(documents, for: "entry", at: self.now)])
    }

    private var items: [SQL] {
        let lots = self.decisions.flatMap(\.lots)
        let serials = self.decisions.latest(\.serials, by: \.id)
        let used = self.decisions.flatMap(\.firstUses)
        var statements: [SQL] = []
        if !lots.isEmpty { statements.append(LotStore.add(lots, at: self.now)) }
        if !serials.isEmpty { statements.append(SerialStore.save(serials, at: self.now)) }
        if !used.isEmpty { statements.append(VariantStore.markUsed(used)) }
        return statements
    }

    /// The lots whose status changed, and why.
    private var lots: [CheckedWrite] {
        let changes =
            self.decisions.flatMap(\.firstStatuses) + self.decisions.compactMap(\.lotChange)
        let lots = self.decisions.latest({ $0.lotChange.map { [$0.lot] } ?? [] }, by: \.id)
        return [
            CheckedWrite(statement: LotStore.change(lots), count: lots.count),
            CheckedWrite(
                statement: LotStore.remember(changes, at: self.now),
                count: changes.count
            ),
        ].filter { $0.count > 0 }
    }

    /// What was found out about lots, and who answers for it.
    private var quality: [CheckedWrite] {
        get throws {
            // In the order of the decisions, because one may take the place of another of the batch.
            try self.decisions.flatMap { decision in
                let inspection = try decision.inspection.map {
                    CheckedWrite(statement: try InspectionStore.add($0, at: self.now), count: 1)
                }
                let concession = decision.concession.map {
                    CheckedWrite(statement: InspectionStore.add($0, at: self.now), count: 1)
                }
                return [inspection, concession].compactMap(\.self)
            }
        }
    }

    /// The proposals that were approved.
    private var proposals: [CheckedWrite] {
        self.decisions.compactMap(\.proposal).map { proposal in
            CheckedWrite(statement: ProposalStore.save(proposal), count: 1)
        }
    }

    /// The levels of stock that changed.
    private var stock: [CheckedWrite] {
        let balances = self.decisions.latest(\.balances, by: \.key)
        let availabilities = self.ruling.availabilities
        let (newPlaces, places) = self.divide(balances, by: self.rows.balances, \.key)
        let (new, known) = self.divide(availabilities, by: self.rows.availabilities, \.key)
        return [
            CheckedWrite(statement: AvailabilityStore.update(known), count: known.count),
            CheckedWrite(statement: AvailabilityStore.save(new), count: new.count),
            CheckedWrite(statement: BalanceStore.update(places), count: places.count),
            CheckedWrite(statement: BalanceStore.save(newPlaces), count: newPlaces.count),
        ].filter { $0.count > 0 }
    }

    /// What has no row yet, and what has one.
    private func divide<Level, Key: Hashable>(
        _ levels: [Level],
        by addresses: [Key: RowAddress],
        _ key: (Level) -> Key
    ) -> (new: [Level], known: [(level: Level, address: RowAddress)]) {
        var new: [Level] = []
        var known: [(level: Level, address: RowAddress)] = []
        known.reserveCapacity(levels.count)
        for level in levels {
            if let address = addresses[key(level)] {
                known.append((level, address))
            } else {
                new.append(level)
            }
        }
        return (new, known)
    }

    private var promises: [SQL] {
        let reservations = self.decisions.latest({ $0.reservation.map { [$0] } ?? [] }, by: \.id)
        guard !reservations.isEmpty else { return [] }
        let new = reservations.filter { !self.isKnown($0.id) }
        let old = reservations.filter { self.isKnown($0.id) }
        let documents = new.compactMap { reservation in
            reservation.reference.map { ($0, reservation.id.rawValue) }
        }
        var statements: [SQL] = []
        if !new.isEmpty { statements.append(ReservationStore.add(new, at: self.now)) }
        if !old.isEmpty { statements.append(ReservationStore.update(old, at: self.now)) }
        statements.append(ReservationStore.saveLines(of: reservations))
        let changes = self.decisions.compactMap(\.reservationChange)
        statements.append(ReservationStore.remember(changes, at: self.now))
        if !documents.isEmpty {
            statements.append(JournalStore.take(documents, for: "reservation", at: self.now))
        }
        return statements
    }

    private var orders: [SQL] {
        let orders = self.decisions.latest({ $0.transfer.map { [$0] } ?? [] }, by: \.id)
        guard !orders.isEmpty else { return [] }
        let new = orders.filter { !self.isOrdered($0.id) }
        let old = orders.filter { self.isOrdered($0.id) }
        let documents = new.compactMap { order in
            order.reference.map { ($0, order.id.rawValue) }
        }
        var statements: [SQL] = []
        if !new.isEmpty { statements.append(TransferStore.add(new, at: self.now)) }
        if !old.isEmpty { statements.append(TransferStore.update(old, at: self.now)) }
        statements.append(TransferStore.saveLines(of: orders))
        if !documents.isEmpty {
            statements.append(JournalStore.take(documents, for: "transfer", at: self.now))
        }
        return statements
    }
}
