import Contracts
import Kernel
import LedgerDomain
import Postgres

extension StateLoader {
    /// Locks the transfer orders that the commands name, and those of entries that they undo; what
    /// the orders have on the road is read under these locks.
    func loadOrders(
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws {
        var ids: Set<ID<TransferOrder>> = []
        var documents: Set<Reference> = []
        for command in self.commands {
            switch command {
            case .order(let request):
                ids.insert(request.id)
                if let reference = request.reference { documents.insert(reference) }
            case .carry(let step): ids.insert(step.order)
            case .cancelOrder(let cancellation): ids.insert(cancellation.order)
            case .reverse(let reversal):
                if let id = state.entry(reversal.target)?.transfer { ids.insert(id) }
            case .post, .reserve, .consume, .release, .expire, .fill, .extend, .withdraw,
                .changeLot, .expireLot, .inspect, .concede, .handle:
                break
            }
        }
        guard !ids.isEmpty else { return }
        let wanted = TransferStore.wanted(Array(ids), Array(documents))
        let rows = try transaction.pipeline([
            TransferStore.lock(wanted), TransferStore.lines(wanted), TransferStore.loads(wanted),
        ])
        try TransferStore.insert(rows, into: &state)
    }
}
