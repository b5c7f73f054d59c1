import Contracts
import Kernel
import LedgerDomain
import Messaging

extension Announcement {
    /// Tells what warehouses can promise after decisions.
    ///
    /// - Parameters:
    ///   - availabilities: Each variant of a warehouse once, in the order of their keys.
    ///   - state: Names what they concern.
    ///   - cause: `nil` where there are several.
    static func changed(
        _ availabilities: [Availability],
        on state: LedgerState,
        cause: MessageContext?
    ) throws -> [OutboxMessage] {
        let transit = state.location(.virtual(.transit))?.id
        // Goods in transit are in no warehouse, and nobody can promise them.
        let promised = availabilities.filter { $0.key.warehouse != transit }
        return try Dictionary(grouping: promised, by: \.key.warehouse)
            .sorted { $0.key < $1.key }
            .flatMap { warehouse, availabilities in
                try availabilities.parts(ofAtMost: AvailabilityChanged.maximumLevels).map { part in
                    let levels = part.map { AvailabilityAfter($0, on: state) }
                    return try OutboxMessage(
                        AvailabilityChanged(warehouseId: warehouse, levels: levels),
                        subject: warehouse.description,
                        cause: cause
                    )
                }
            }
    }
}

extension AvailabilityAfter {
    fileprivate init(_ availability: Availability, on state: LedgerState) {
        self.init(availability, sku: state.sku(of: availability.key.variant))
    }

    init(_ availability: Availability, sku: String) {
        self.init(
            variantId: availability.key.variant,
            sku: sku,
            onHand: availability.onHand,
            reserved: availability.reserved,
            withheld: availability.withheld == .zero ? nil : availability.withheld,
            available: availability.available,
            version: availability.version
        )
    }
}
