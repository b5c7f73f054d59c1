import Contracts
import Messaging
import Postgres

/// Keeps the codes of warehouses, which grants and API keys are limited by.
struct LocationChangedHandler: MessageHandler {
    static let name = "gateway.location-changed"

    func handle(
        _ message: LocationChanged,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        guard message.kind == .warehouse else { return }
        try WarehouseStore.save(message, in: transaction)
    }
}
