import Contracts
import Kernel
import Messaging
import Postgres

/// Forgets what somebody was called who was erased.
struct UserErasedHandler: MessageHandler {
    static let name = "ledger.user-erased"

    func handle(
        _ message: UserErased,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try Erasure.begin(of: message.userId, in: transaction)
        try transaction.execute(PersonStore.erase(message.userId.rawValue))
    }
}
