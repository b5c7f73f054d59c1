package import Kernel

/// What a warehouse can promise, after a decision that changed it: full snapshots of each variant
/// that was concerned.
///
/// One message for a decision and not one for each line, because an entry may have thousands.
package struct AvailabilityChanged: Contract, Hashable {
    package static let type = "ledger.availability.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let warehouseId: ID<Location>
    /// At least one, each of a variant of its own.
    package let levels: [AvailabilityAfter]

    package init(warehouseId: ID<Location>, levels: [AvailabilityAfter]) {
        self.warehouseId = warehouseId
        self.levels = levels
    }
}
