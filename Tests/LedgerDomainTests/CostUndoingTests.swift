import Contracts
import Kernel
import LedgerDomain
import Testing

/// What an undoing gives back to the layers.
struct CostUndoingTests {
    private static let methods = [
        Costing(.fifo), Costing(.average), Costing(.standard, standard: "3"),
    ]

    /// Undoes an entry, its movements in the order in which the journal is read.
    private static func undo(_ entry: CostedEntry, in company: inout CostCompany) {
        let moves = entry.movements.map { movement in
            var move = CostCompany.Move(movement.quantity, movement.to, movement.from)
            move.reverses = movement.id
            return move
        }
        company.post(.reverse, moves, original: entry.id)
    }

    @Test(arguments: methods)
    func `an entry that took more than there was gives back the layers that it found`(
        costing: Costing
    ) {
        var company = CostCompany(costing)
        company.receive(1, at: "2")
        company.receive(4, at: "1")
        let before = company.pool()
        let sale = company.post(
            .sale,
            [.init(3, .north, .customer), .init(3, .north, .customer), .init(2, .north, .customer)]
        )
        #expect(company.pool().quantity == -3)
        Self.undo(sale, in: &company)
        #expect(company.pool().layers == before.layers)
        #expect(company.pool().debts.isEmpty)
        #expect(company.value() == before.value)
        #expect(company.sum(.customer) == .zero)
    }

    @Test(arguments: methods)
    func `goods that went on within an entry come back the way that they went`(costing: Costing) {
        var company = CostCompany(costing)
        company.receive(4, at: "1")
        let before = (company.pool(), company.pool(CostCompany.south))
        let sale = company.post(
            .sale,
            [.init(3, .north, .south), .init(2, .south, .customer)]
        )
        Self.undo(sale, in: &company)
        #expect(company.pool().layers == before.0.layers)
        #expect(company.pool(CostCompany.south).layers == before.1.layers)
        #expect(company.sum(.customer) == .zero)
    }
}
