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
        let application = MessageStore.Application(
            key: DocumentStore.Key(
                source: message.reference.source,
                document: message.reference.document
            ),
            entry: message.entryId,
            recordedAt: message.recordedAt
        )
        let voids = try MessageStore.markApplied([application], in: transaction)
        try Rejudging.rejudge(voids, by: nil, note: nil, cause: context, in: transaction)
    }
}
