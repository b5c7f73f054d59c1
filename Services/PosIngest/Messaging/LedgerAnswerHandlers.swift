import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// Notes that the ledger has a message in its book, and takes up the voids that waited for it.
struct EntryPostedHandler: MessageHandler {
    static let name = "pos-ingest.entry-posted"

    /// What was entered by hand or by another program is of no document that came from here.
    func isConcerned(by message: EntryPosted) -> Bool { message.reference != nil }

    func handle(
        _ message: EntryPosted,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        guard let reference = message.reference else { return }
        let key = DocumentStore.Key(source: reference.source, document: reference.document)
        let voids = try MessageStore.markApplied(
            key,
            entry: message.entryId,
            at: message.recordedAt,
            in: transaction
        )
        try Rejudging.rejudge(voids, by: nil, note: nil, cause: context, in: transaction)
    }
}

/// Parks a message that the ledger refused, with the ledger's reason.
struct CommandRefusedHandler: MessageHandler {
    static let name = "pos-ingest.command-refused"

    func handle(
        _ message: CommandRefused,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        let key = DocumentStore.Key(
            source: message.reference.source,
            document: message.reference.document
        )
        guard var record = try MessageStore.lockPending(key, in: transaction) else { return }
        let parking = Parking(
            .refusedByLedger,
            "\(message.code): \(message.detail ?? "no detail")",
            errors: message.errors
        )
        record.status = .parked
        record.parking = parking
        try MessageStore.save(record, in: transaction)
        try Outbox.append(
            SaleParked(record, parking),
            subject: Announcement.orderingKey(of: record),
            cause: context,
            in: transaction
        )
    }
}
