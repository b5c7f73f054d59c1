import Contracts
import Messaging
import Postgres

/// Removes the name of somebody who was erased from the imports that they made.
struct UserErasedHandler: MessageHandler {
    static let name = "catalog.user-erased"

    func handle(
        _ message: UserErased,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try Erasure.begin(of: message.userId, in: transaction)
        try ImportStore.erase(message.userId, in: transaction)
    }
}
