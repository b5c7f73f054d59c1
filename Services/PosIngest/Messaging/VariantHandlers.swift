import Contracts
import Messaging
import Postgres

/// Keeps what SKUs and barcodes stand for, and takes up messages that waited for one of them.
struct VariantChangedHandler: MessageHandler {
    static let name = "pos-ingest.variant-changed"

    /// Messages taken up per change; the sweeper takes up the others.
    private static let limit = 200

    func handle(
        _ message: VariantChanged,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        guard try ProjectionStore.save(message, in: transaction) else { return }
        let codes = [message.sku] + message.barcodes.map(\.code)
        let waiting = try MessageStore.lockParked(
            withCodes: codes,
            limit: Self.limit,
            in: transaction
        )
        try Rejudging.rejudge(waiting, by: nil, note: nil, cause: context, in: transaction)
    }
}

/// Forgets a variant whose SKU and barcodes are free again.
struct VariantDeletedHandler: MessageHandler {
    static let name = "pos-ingest.variant-deleted"

    func handle(
        _ message: VariantDeleted,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try ProjectionStore.delete(message, in: transaction)
    }
}

/// Keeps the codes of locations that tills sell from.
struct LocationChangedHandler: MessageHandler {
    static let name = "pos-ingest.location-changed"

    func handle(
        _ message: LocationChanged,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try ProjectionStore.save(message, in: transaction)
    }
}
