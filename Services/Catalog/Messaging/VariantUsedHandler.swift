import CatalogDomain
import Contracts
import Kernel
import Logging
import Messaging
import Postgres

/// Remembers that the ledger has used a variant, which from now on is retired and never deleted.
struct VariantUsedHandler: MessageHandler {
    static let name = "catalog.variant-used"

    func handle(
        _ message: VariantUsed,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        if try VariantStore.noteHistory(of: message.variantId, in: transaction) { return }
        // Used in the moment between its deletion here and the ledger's hearing of it.
        let isKnown = try TombstoneStore.noteUse(
            of: message.variantId.rawValue,
            at: message.recordedAt,
            in: transaction
        )
        Logger.current.error(
            "ledger used a variant that is gone",
            metadata: [
                "variant.id": "\(message.variantId)", "variant.wasDeleted": "\(isKnown)",
            ]
        )
    }
}
