import Contracts
import Kernel
import Messaging
import PosIngestDomain

/// The commands that one batch of deliveries makes, those to record sales put together by source.
///
/// A message costs the broker, the outbox and the relay about as much whether it holds one sale or
/// many.
struct CommandBundles {
    /// Lines of one bundle; a single sale may have more.
    ///
    /// A full one has less than 100 kB, as long as nobody names lots or serials.
    static let maximumLines = 600

    private struct Sale {
        let key: String
        let cause: MessageContext
        let command: SaleToRecord
    }

    private var sources: [String] = []
    private var sales: [String: [Sale]] = [:]
    private var others: [OutboxMessage] = []

    mutating func add(
        _ command: any Contract,
        of record: MessageRecord,
        cause: MessageContext
    ) throws {
        let key = Announcement.orderingKey(of: record)
        guard let sale = command as? RecordSale else {
            self.others.append(try OutboxMessage(command, subject: key, cause: cause))
            return
        }
        let item = SaleToRecord(
            commandId: .make(),
            correlationId: ID(cause.correlationID),
            causationId: ID(cause.messageID),
            sale: sale
        )
        if self.sales[record.source] == nil { self.sources.append(record.source) }
        self.sales[record.source, default: []].append(Sale(key: key, cause: cause, command: item))
    }

    /// A message for each bundle and each other command.
    func messages() throws -> [OutboxMessage] {
        let bundles = try self.sources.flatMap { source in
            try (self.sales[source] ?? []).parts(
                ofAtMost: RecordSales.maximumSales,
                weighingAtMost: Self.maximumLines,
                \.command.sale.lines.count
            ).map { try Self.message(Array($0), of: source) }
        }
        return bundles + self.others
    }

    /// A sale that came alone travels alone.
    private static func message(_ sales: [Sale], of source: String) throws -> OutboxMessage {
        guard sales.count == 1 else {
            return try OutboxMessage(RecordSales(sales: sales.map(\.command)), subject: source)
        }
        return try OutboxMessage(
            sales[0].command.sale,
            subject: sales[0].key,
            cause: sales[0].cause
        )
    }
}
