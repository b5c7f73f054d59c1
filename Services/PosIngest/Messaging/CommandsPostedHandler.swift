import Contracts
import Messaging
import Postgres

/// Notes that the ledger has messages in its book, and takes up the voids that waited for them.
struct CommandsPostedHandler: MessageHandler {
    static let name = "pos-ingest.commands-posted"
    static let handlesTogether = true

    func handle(
        _ message: CommandsPosted,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try self.handle([Arrival(message: message, context: context)], in: transaction)
    }

    func handle(
        _ arrivals: [Arrival<CommandsPosted>],
        in transaction: borrowing Transaction
    ) throws {
        let answers = arrivals.flatMap { arrival in
            arrival.message.commands.map { command in
                Answer(
                    command.reference,
                    entry: command.entryId,
                    recordedAt: arrival.message.recordedAt,
                    context: arrival.context
                )
            }
        }
        try Answer.note(answers, in: transaction)
    }
}
