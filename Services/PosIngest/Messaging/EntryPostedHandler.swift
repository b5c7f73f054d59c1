import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// Notes that the ledger has messages in its book, and takes up the voids that waited for them.
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
        var contexts: [DocumentStore.Key: MessageContext] = [:]
        var applications: [MessageStore.Application] = []
        for arrival in arrivals {
            guard let application = arrival.message.application,
                contexts.updateValue(arrival.context, forKey: application.key) == nil
            else { continue }
            applications.append(application)
        }
        let voids = try MessageStore.markApplied(applications, in: transaction)
        // Each void follows from the entry of what it cancels.
        for void in voids {
            let original = void.original.map {
                DocumentStore.Key(source: void.source, document: $0)
            }
            try Rejudging.rejudge(
                [void],
                by: nil,
                note: nil,
                cause: original.flatMap { contexts[$0] },
                in: transaction
            )
        }
    }
}

/// The part of ``EntryPosted`` that is read here: not the movements, which are most of it.
struct PostedDocument: Contract {
    static let type = EntryPosted.type
    static let destination = EntryPosted.destination

    let entryId: ID<Entry>
    let reference: Reference?
    let recordedAt: Timestamp

    fileprivate var application: MessageStore.Application? {
        self.reference.map { reference in
            MessageStore.Application(
                key: DocumentStore.Key(source: reference.source, document: reference.document),
                entry: self.entryId,
                recordedAt: self.recordedAt
            )
        }
    }
}
