import Contracts
import Kernel
import Messaging
import PosIngestDomain

/// What is told of a message that was decided.
enum Announcement {
    /// Tells the house that a message waits.
    static func parked(
        _ record: MessageRecord,
        _ parking: Parking,
        cause: MessageContext?
    ) throws -> OutboxMessage {
        try OutboxMessage(
            SaleParked(record, parking),
            subject: self.orderingKey(of: record),
            cause: cause
        )
    }

    /// The subject of commands and of what is told of one message: what concerns one original
    /// document keeps its order.
    static func orderingKey(of record: MessageRecord) -> String {
        let name = record.original ?? record.document ?? record.id.description
        return "\(record.source)/\(name)"
    }
}
