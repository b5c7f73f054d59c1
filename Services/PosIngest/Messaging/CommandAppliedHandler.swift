import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// Notes that the ledger had a message in its book before it was sent on, as if it came just now.
struct CommandAppliedHandler: MessageHandler {
    static let name = "pos-ingest.command-applied"

    func handle(
        _ message: CommandApplied,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        let answer = Answer(
            message.reference,
            entry: message.entryId,
            recordedAt: message.recordedAt,
            context: context
        )
        try Answer.note([answer], in: transaction)
    }
}
