import Contracts
import Kernel
import LedgerDomain

extension CostedEntry {
    /// An entry as costing sees it, its movements in the order in which they are read.
    init(_ entry: PostedEntry) {
        self.init(
            id: entry.id,
            kind: entry.kind,
            effectiveAt: entry.effectiveAt,
            recordedAt: entry.recordedAt,
            original: entry.reverses,
            movements: entry.movements
                .sorted { ($0.line, $0.id) < ($1.line, $1.id) }
                .map { movement in
                    CostedMovement(
                        id: movement.id,
                        variant: movement.variant,
                        quantity: movement.quantity,
                        from: CostEnd(movement.from),
                        to: CostEnd(movement.to),
                        price: movement.unitCost,
                        rate: movement.unitCost.map { _ in .one },
                        reverses: movement.reverses
                    )
                }
        )
    }
}

extension CostEnd {
    fileprivate init(_ location: ID<Location>) {
        self.init(Company.outside[location] ?? .warehouse, in: Company.roots[location])
    }
}
