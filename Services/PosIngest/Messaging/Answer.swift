import Contracts
import Kernel
import Messaging
import Postgres

/// What the ledger told of a document: that it is in the book.
struct Answer {
    let application: MessageStore.Application
    /// Of the message that told it.
    let context: MessageContext

    init(
        _ reference: Reference,
        entry: ID<Entry>,
        recordedAt: Timestamp,
        context: MessageContext
    ) {
        self.application = MessageStore.Application(
            key: DocumentStore.Key(source: reference.source, document: reference.document),
            entry: entry,
            recordedAt: recordedAt
        )
        self.context = context
    }

    /// Notes that messages are in the book, and takes up the voids that waited for them.
    static func note(_ answers: [Answer], in transaction: borrowing Transaction) throws {
        var contexts: [DocumentStore.Key: MessageContext] = [:]
        var applications: [MessageStore.Application] = []
        for answer in answers
        where contexts.updateValue(answer.context, forKey: answer.application.key) == nil {
            applications.append(answer.application)
        }
        guard !applications.isEmpty else { return }
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
