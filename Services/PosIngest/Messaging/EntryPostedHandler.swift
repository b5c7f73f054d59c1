import Contracts
import Kernel
import Messaging
import Postgres

/// Notes what a ledger of an earlier release told by its entries: an outbox may still have some.
struct EntryPostedHandler: MessageHandler {
    static let name = "pos-ingest.entry-posted"
    static let handlesTogether = true

    /// What was entered by hand or by another program is of no document that came from here.
    func isConcerned(by message: PostedDocument) -> Bool { message.reference != nil }

    func handle(
        _ message: PostedDocument,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try self.handle([Arrival(message: message, context: context)], in: transaction)
    }

    func handle(
        _ arrivals: [Arrival<PostedDocument>],
        in transaction: borrowing Transaction
    ) throws {
        let answers = arrivals.compactMap { arrival in
            arrival.message.reference.map { reference in
                Answer(
                    reference,
                    entry: arrival.message.entryId,
                    recordedAt: arrival.message.recordedAt,
                    context: arrival.context
                )
            }
        }
        try Answer.note(answers, in: transaction)
    }
}

/// The part of ``EntryPosted`` that is read here: not the movements, which are most of it.
struct PostedDocument: Contract {
    static let type = EntryPosted.type
    static let destination = EntryPosted.destination

    let entryId: ID<Entry>
    let reference: Reference?
    let recordedAt: Timestamp
}
