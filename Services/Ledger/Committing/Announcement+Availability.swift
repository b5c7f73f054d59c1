import Contracts
import Kernel
import LedgerDomain
import Messaging

extension Announcement {
    /// Tells what warehouses can promise after decisions, each variant once.
    ///
    /// - Parameters:
    ///   - decisions: In the order in which they were made.
    ///   - state: Has all of them applied, and everything that they name.
    ///   - cause: `nil` where there are several.
    static func availabilities(
        after decisions: [Decision],
        on state: LedgerState,
        cause: MessageContext?
    ) throws -> [OutboxMessage] {
        let transit = state.location(.virtual(.transit))?.id
        let changed = Set(decisions.flatMap { $0.availabilities.lazy.map(\.key) })
            // Goods in transit are in no warehouse, and nobody can promise them.
            .filter { $0.warehouse != transit }
        return try Dictionary(grouping: changed, by: \.warehouse)
            .sorted { $0.key < $1.key }
            .flatMap { warehouse, keys in
                try self.levels(of: keys.sorted(), on: state).map { levels in
                    try OutboxMessage(
                        AvailabilityChanged(warehouseId: warehouse, levels: levels),
                        subject: warehouse.description,
                        cause: cause
                    )
                }
            }
    }

    /// The levels of `keys`, as many in each part as one message may have.
    private static func levels(
        of keys: [Availability.Key],
        on state: LedgerState
    ) -> [[AvailabilityAfter]] {
        let size = AvailabilityChanged.maximumLevels
        return stride(from: 0, to: keys.count, by: size).map { start in
            keys[start..<min(start + size, keys.count)].map { key in
                let availability = state.availability(key)
                return AvailabilityAfter(
                    variantId: key.variant,
                    sku: state.sku(of: key.variant),
                    onHand: availability.onHand,
                    reserved: availability.reserved,
                    available: availability.available,
                    version: availability.version
                )
            }
        }
    }
}
