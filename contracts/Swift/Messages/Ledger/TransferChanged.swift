package import Kernel

/// A transfer order was made, dispatched, received, lost or cancelled in part: a full snapshot.
package struct TransferChanged: Contract, Hashable {
    package static let type = "ledger.transfer.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let transferOrderId: ID<TransferOrder>
    package let fromWarehouseId: ID<Location>
    package let toWarehouseId: ID<Location>
    package let reference: Reference?
    package let state: TransferState
    package let lines: [TransferredLine]
    /// The entry that changed it; `nil` where nothing moved.
    package let entryId: ID<Entry>?
    /// 1 when made, then one more with every change, without gaps.
    package let version: Int64

    package init(
        transferOrderId: ID<TransferOrder>,
        fromWarehouseId: ID<Location>,
        toWarehouseId: ID<Location>,
        reference: Reference? = nil,
        state: TransferState,
        lines: [TransferredLine],
        entryId: ID<Entry>? = nil,
        version: Int64
    ) {
        self.transferOrderId = transferOrderId
        self.fromWarehouseId = fromWarehouseId
        self.toWarehouseId = toWarehouseId
        self.reference = reference
        self.state = state
        self.lines = lines
        self.entryId = entryId
        self.version = version
    }
}
