import Contracts
import Kernel
import Messaging
import PosIngestDomain

/// What the house is told of messages that one transaction sends on: those of a source together, in
/// their order.
struct AcceptedSales {
    private var sales: [SaleAccepted] = []
    private var cause: MessageContext?

    /// - Parameters:
    ///   - outcome: Not to be parked.
    ///   - source: Tells where the till is, if the message does not.
    mutating func add(
        _ record: MessageRecord,
        _ document: PosDocument,
        _ outcome: Outcome,
        of source: Source?,
        cause: MessageContext?
    ) {
        let command = outcome.command as? RecordSale
        self.cause = cause
        self.sales.append(
            SaleAccepted(
                messageId: record.id,
                correlationId: ID(cause?.correlationID ?? record.id.rawValue),
                causationId: cause.map { ID($0.messageID) },
                kind: document.kind,
                reference: Reference(source: record.source, document: document.documentId),
                terminal: document.terminal,
                sequence: document.sequence,
                occurredAt: document.occurredAt,
                locationId: document.kind == .void
                    ? nil : command?.locationId ?? source?.location,
                lineCount: document.lines.count
            )
        )
    }

    /// One message for each source, or more if one would have too many.
    func messages() throws -> [OutboxMessage] {
        // One alone is caused by what it was sent on for; of several each names its own cause.
        let cause = self.sales.count == 1 ? self.cause : nil
        return try Dictionary(grouping: self.sales, by: \.reference.source)
            .sorted { $0.key < $1.key }
            .flatMap { source, sales in
                try sales.parts(ofAtMost: SalesAccepted.maximumSales).map { part in
                    try OutboxMessage(
                        SalesAccepted(sales: Array(part)),
                        subject: source,
                        cause: cause
                    )
                }
            }
    }
}
