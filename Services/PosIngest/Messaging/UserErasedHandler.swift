import Contracts
import Messaging
import Postgres

/// Removes the name of somebody who was erased from what they decided about messages and aliases.
struct UserErasedHandler: MessageHandler {
    static let name = "pos-ingest.user-erased"

    func handle(
        _ message: UserErased,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try Erasure.begin(of: message.userId, in: transaction)
        try MessageStore.erase(message.userId, in: transaction)
        try AliasStore.erase(message.userId, in: transaction)
    }
}
