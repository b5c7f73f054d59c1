import Contracts
import Kernel
import Messaging
import PosIngestDomain

/// What is told of a message that was decided: the command to the ledger, and the fact.
enum Announcement {
    /// The command and the fact; what is told about one original document keeps its order.
    static func messages(
        of record: MessageRecord,
        document: PosDocument?,
        outcome: Outcome,
        source: Source?,
        cause: MessageContext?
    ) throws -> [OutboxMessage] {
        let fact = try self.fact(
            of: record,
            document: document,
            outcome: outcome,
            source: source,
            cause: cause
        )
        guard let fact, let command = outcome.command else { return [fact].compactMap(\.self) }
        return [
            try OutboxMessage(command, subject: self.orderingKey(of: record), cause: cause), fact,
        ]
    }

    /// What the house is told of a message; `nil` of one that is not from a source we know.
    static func fact(
        of record: MessageRecord,
        document: PosDocument?,
        outcome: Outcome,
        source: Source?,
        cause: MessageContext?
    ) throws -> OutboxMessage? {
        let key = self.orderingKey(of: record)
        if let parking = outcome.parking {
            let fact = SaleParked(record, parking)
            return try OutboxMessage(fact, subject: key, cause: cause)
        }
        guard let document, let source else { return nil }
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
        return try OutboxMessage(fact, subject: key, cause: cause)
    }

    /// The subject of everything that is told of a message.
    static func orderingKey(of record: MessageRecord) -> String {
        let name = record.original ?? record.document ?? record.id.description
        return "\(record.source)/\(name)"
    }
}
