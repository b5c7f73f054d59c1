import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// Takes a batch of deliveries into the books, in one transaction.
enum Intake {
    static func take(
        _ received: [ReceivedDocument],
        in transaction: borrowing Transaction
    ) throws {
        let now = Timestamp.now
        let sorting = try Sorting(received, in: transaction)
        try self.log(received, sorting, at: now, in: transaction)
        let readable = sorting.fresh.compactMap { fresh in
            fresh.document.document.map { (source: fresh.document.source, document: $0) }
        }
        let decisions = try Deciding(readable, in: transaction, now: now)
        var records: [MessageRecord] = []
        var commands = CommandBundles()
        var accepted = AcceptedSales()
        var parked: [OutboxMessage] = []
        for fresh in sorting.fresh {
            let outcome = decisions.outcome(of: fresh)
            let record = MessageRecord(fresh.document, at: now, outcome: outcome)
            records.append(record)
            let cause = fresh.document.context
            if let command = outcome.command {
                try commands.add(command, of: record, cause: cause)
            }
            if let parking = outcome.parking {
                parked.append(try Announcement.parked(record, parking, cause: cause))
            } else if let document = fresh.document.document {
                let source = decisions.sources[record.source]
                accepted.add(record, document, outcome, of: source, cause: cause)
            }
        }
        try MessageStore.insert(records, in: transaction)
        let facts = try accepted.messages() + parked
        try Outbox.append(try commands.messages() + facts, in: transaction)
    }

    private static func log(
        _ received: [ReceivedDocument],
        _ sorting: Sorting,
        at now: Timestamp,
        in transaction: borrowing Transaction
    ) throws {
        let rows = received.enumerated().map { index, document in
            let owner = sorting.owners[index]
            return ReceiptStore.Record(
                source: document.source,
                message: owner,
                receivedAt: now,
                isDuplicate: owner != document.id,
                lineCount: document.document?.lines.count ?? 0
            )
        }
        try ReceiptStore.append(rows, in: transaction)
    }
}
