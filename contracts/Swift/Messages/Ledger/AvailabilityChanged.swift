package import Kernel

/// What a warehouse can promise, after a commit that changed it: full snapshots of each variant that
/// was concerned.
///
/// One message for all that was decided together, and not one for each decision or line: whoever
/// promises wants to know what is left, and not how it came to that.
package struct AvailabilityChanged: Contract, Hashable {
    package static let type = "ledger.availability.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let warehouseId: ID<Location>
    /// At least one, each of a variant of its own.
    package let levels: [AvailabilityAfter]

    /// How many are told of in one message; more are told in several.
    package static let maximumLevels = 1_000

    package init(warehouseId: ID<Location>, levels: [AvailabilityAfter]) {
        self.warehouseId = warehouseId
        self.levels = levels
    }
}
