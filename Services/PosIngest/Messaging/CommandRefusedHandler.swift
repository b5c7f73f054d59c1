import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

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
