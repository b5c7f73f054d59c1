import Contracts
import Kernel

extension LedgerState {
    /// Opens units to which goods have come back, with all that left together with them, where they
    /// stood; in the warehouse itself where that place is closed by now.
    func reopen(
        _ places: Set<ID<Location>>,
        by instruction: Instruction,
        in decision: inout Decision
    ) throws(LedgerRefusal) {
        guard !places.isEmpty else { return }
        let ended = Dictionary(
            uniqueKeysWithValues: self.handlingUnits.values.filter { $0.status != .open }
                .map { ($0.place, $0) }
        )
        let outermost = Set(
            places.compactMap { place in
                self.locations[place]?.path.first { ended[$0] != nil }
            }
        )
        for id in outermost.sorted() {
            guard let outer = self.locations[id], let unit = ended[id] else { continue }
            let parts = ended.values
                .filter { self.locations[$0.place]?.path.contains(id) == true }
                .sorted { $0.id < $1.id }
            let base = try self.base(of: outer, stoodIn: unit.stoodIn, parts: parts)
            for part in parts {
                guard let place = self.locations[part.place] else { continue }
                let path = base + place.path.dropFirst(outer.path.count - 1)
                let standing = place.standing(at: Array(path), isActive: true)
                var part = part
                part.become(.open)
                decision.places.append(standing)
                decision.handlingUnits.append(
                    HandlingUnitChange(
                        unit: part,
                        action: .reopened,
                        from: place.parent,
                        to: standing.parent,
                        entry: decision.entry?.id,
                        note: nil,
                        actor: instruction.actor
                    )
                )
            }
        }
    }

    /// The path of what a stack is put down in again.
    private func base(
        of outer: StockLocation,
        stoodIn: ID<Location>?,
        parts: [StockHandlingUnit]
    ) throws(LedgerRefusal) -> [ID<Location>] {
        let height =
            parts.compactMap { self.locations[$0.place]?.path.count }
            .map { $0 - outer.path.count + 1 }.max() ?? 1
        if let place = stoodIn.flatMap({ self.locations[$0] }), place.isActive,
            place.warehouse == outer.warehouse,
            place.path.count + height <= StockLocation.maximumDepth
        {
            return place.path
        }
        guard let warehouse = outer.warehouse.flatMap({ self.locations[$0] }), warehouse.isActive
        else { throw .locationClosed(.id(outer.parent), line: nil) }
        return [warehouse.id]
    }
}
