import Contracts
import Kernel
import LedgerDomain
import Postgres

extension StateLoader {
    /// Keeps handling units as they are, and reads those of which something is to be done.
    ///
    /// Who puts goods on a unit shares a lock with others like him; who takes a unit elsewhere, or all
    /// that is on it, or undoes what took goods from one, has it alone. So what is on a unit is all that
    /// is on it. A batch that names none pays nothing.
    func loadHandlingUnits(
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws -> UnitContents {
        let steps = self.commands.compactMap { command -> HandlingStep? in
            guard case .handle(let step) = command else { return nil }
            return step
        }
        let undone = self.placesOfUndone(in: state)
        let known = state.unitPlaces
        guard !steps.isEmpty || !known.isEmpty else { return UnitContents() }
        let isAlone = !steps.isEmpty || !undone.isEmpty
        try transaction.execute(isAlone ? HandlingUnitStore.change : HandlingUnitStore.keep)
        try self.readAgain(known, into: &state, in: transaction)
        guard isAlone else { return UnitContents() }
        let ids = Array(Set(steps.map(\.unit)))
        let targets = steps.compactMap { $0.destination.flatMap(state.location)?.id }
        let rows = try transaction.pipeline(
            HandlingUnitStore.statements(of: ids, at: undone, going: targets)
        )
        try HandlingUnitStore.insert(rows, into: &state)
        return try self.contents(of: steps, into: &state, in: transaction)
    }

    /// Places of units to which an undone entry gives goods back: it may open the unit again.
    private func placesOfUndone(in state: LedgerState) -> [ID<Location>] {
        let places = self.commands.flatMap { command -> [ID<Location>] in
            guard case .reverse(let reversal) = command else { return [] }
            return (state.entry(reversal.target)?.movements ?? []).map(\.from)
        }
        return Set(places).filter { state.location(.id($0))?.kind == .unit }
    }

    /// Reads places of units as they are under the lock, those that they have become among them: a
    /// unit that is called by its code may have come to another warehouse.
    private func readAgain(
        _ known: [StockLocation],
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws {
        guard !known.isEmpty else { return }
        let rows = try transaction.execute(
            LocationStore.named(known.map(\.id), codes: known.compactMap(\.unitCode))
        )
        try LocationStore.insert(rows, into: &state)
    }

    /// What is on the units, where it matters what that is.
    private func contents(
        of steps: [HandlingStep],
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws -> UnitContents {
        let asking = steps.filter { $0.asksWhatIsThere(state) }
        guard !asking.isEmpty else { return UnitContents() }
        let starts = asking.compactMap { state.handlingUnit($0.unit)?.place }
            .compactMap { state.location(.id($0))?.warehouse }
        let ends = asking.compactMap { $0.destination.flatMap(state.location)?.warehouse }
        // Of what they stand on, and go to, nothing is touched.
        let places = Array(Set(asking.flatMap { state.stack(of: $0.unit) }))
        // One more of either than all the entries can move.
        let limit = asking.count * Posting.maximumMovements + 1
        let rows = try transaction.pipeline(
            HandlingUnitStore.contents(of: places, limit: limit)
                + [HandlingUnitStore.counted(places)]
        )
        guard rows[0].count < limit, rows[1].count < limit else {
            // What is too much for an entry is refused before it is locked, whatever it is.
            state.overloadedUnits = Set(asking.map(\.unit))
            return UnitContents()
        }
        state.countedPlaces = Set(try rows[2].map { try $0.decode("location") })
        var contents = UnitContents(
            variants: Dictionary(places.map { ($0, []) }) { first, _ in first },
            warehouses: Set(starts + ends)
        )
        for row in Array(rows[0]) + Array(rows[1]) {
            let place: ID<Location> = try row.decode("location")
            contents.variants[place]?.insert(try row.decode("variant"))
        }
        let variants = Set(contents.variants.values.joined())
        let named = VariantStore.named(Array(variants), skus: [], barcodes: [])
        try VariantStore.insert(try transaction.execute(named), into: &state)
        return contents
    }
}

extension LedgerState {
    /// The places that a unit and those that stand on it are.
    fileprivate func stack(of unit: ID<HandlingUnit>) -> Set<ID<Location>> {
        guard let place = self.handlingUnit(unit)?.place else { return [] }
        return Set(self.unitPlaces.filter { $0.path.contains(place) }.map(\.id))
    }
}

extension HandlingStep {
    /// Whether what is on the unit is moved, or has to be nothing: not where the unit goes to another
    /// place of its warehouse, whatever it holds.
    fileprivate func asksWhatIsThere(_ state: LedgerState) -> Bool {
        guard case .move(let name) = self.way else { return true }
        guard let unit = state.handlingUnit(self.unit), let place = state.location(.id(unit.place)),
            let end = state.location(name)
        else { return false }
        return end.warehouse != place.warehouse
    }
}
