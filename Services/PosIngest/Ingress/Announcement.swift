import Contracts
import Kernel
import Messaging
import PosIngestDomain

/// What is told of a message that was decided: the command to the ledger, and the fact.
enum Announcement {
    /// Commands about one original document keep their order, so that a void follows its sale.
    static func messages(
        of record: MessageRecord,
        document: PosDocument?,
        outcome: Outcome,
        source: Source?,
        cause: MessageContext?
    ) throws -> [OutboxMessage] {
        let key = self.orderingKey(record, document)
        if let parking = outcome.parking {
            let fact = SaleParked(record, parking)
            return [try OutboxMessage(fact, subject: key, cause: cause)]
        }
        guard let document, let source else { return [] }
        var messages: [OutboxMessage] = []
        if let command = outcome.command {
            messages.append(try OutboxMessage(command, subject: key, cause: cause))
        }
        let fact = SaleAccepted(
            messageId: record.id,
            kind: document.kind,
            reference: Reference(source: record.source, document: document.documentId),
            terminal: document.terminal,
            sequence: document.sequence,
            occurredAt: document.occurredAt,
            locationId: document.kind == .void
                ? nil : (outcome.command as? RecordSale)?.locationId ?? source.location,
            lineCount: document.lines.count
        )
        messages.append(try OutboxMessage(fact, subject: key, cause: cause))
        return messages
    }

    private static func orderingKey(_ record: MessageRecord, _ document: PosDocument?) -> String {
        let name = document?.original ?? record.document ?? record.id.description
        return "\(record.source)/\(name)"
    }
}
