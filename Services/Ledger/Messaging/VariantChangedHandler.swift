import Contracts
import Kernel
import Messaging
import Postgres

/// Keeps what the catalog tells of a variant, unless something newer is known.
struct VariantChangedHandler: MessageHandler {
    static let name = "ledger.variant-changed"

    func handle(
        _ message: VariantChanged,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        let isNews = try VariantProjection.save(message, in: transaction)
        guard isNews else { return }
        try VariantProjection.replaceBarcodes(
            of: message.variantId,
            with: message.barcodes,
            in: transaction
        )
    }
}

/// Forgets a variant that the catalog deleted.
struct VariantDeletedHandler: MessageHandler {
    static let name = "ledger.variant-deleted"

    func handle(
        _ message: VariantDeleted,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        let isNews = try VariantProjection.delete(message, in: transaction)
        guard isNews else { return }
        try VariantProjection.replaceBarcodes(
            of: message.variantId,
            with: [],
            in: transaction
        )
    }
}
