import Contracts
import Kernel
import LedgerDomain

extension TransferChanged {
    /// - Parameter entry: What changed the order, if anything moved.
    init(_ order: StockTransfer, by entry: PostedEntry?, on state: LedgerState) {
        self.init(
            transferOrderId: order.id,
            fromWarehouseId: order.from,
            toWarehouseId: order.to,
            reference: order.reference,
            state: order.state,
            lines: order.lines.enumerated().map { index, line in
                TransferredLine(
                    line: index + 1,
                    variantId: line.variant,
                    sku: state.sku(of: line.variant),
                    lotId: line.lot,
                    fromLocationId: line.from,
                    toLocationId: line.to,
                    ordered: line.ordered,
                    dispatched: line.dispatched,
                    received: line.received,
                    lost: line.lost,
                    cancelled: line.cancelled
                )
            },
            entryId: entry?.id,
            version: order.version
        )
    }
}
