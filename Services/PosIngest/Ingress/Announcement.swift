import Contracts
import Kernel
import Messaging
import PosIngestDomain

/// What is told of a message that was decided: the command to the ledger, and the fact.
enum Announcement {
    /// What is told about one original document keeps its order, so that a void follows its sale.
    static func messages(
        of record: MessageRecord,
        document: PosDocument?,
        outcome: Outcome,
        source: Source?,
        cause: MessageContext?
    ) throws -> [OutboxMessage] {
        let key = self.orderingKey(of: record)
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

    /// The subject of everything that is told of a message.
    static func orderingKey(of record: MessageRecord) -> String {
        let name = record.original ?? record.document ?? record.id.description
        return "\(record.source)/\(name)"
    }
}
