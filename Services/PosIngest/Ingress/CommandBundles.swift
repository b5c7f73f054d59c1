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
    private var sales: [String: [[Sale]]] = [:]
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
        self.add(Sale(key: key, cause: cause, command: item), to: record.source)
    }

    private mutating func add(_ sale: Sale, to source: String) {
        if self.sales[source] == nil { self.sources.append(source) }
        var bundles = self.sales[source] ?? []
        if let last = bundles.last, last.count < RecordSales.maximumSales,
            Self.lines(of: last) + sale.command.sale.lines.count <= Self.maximumLines
        {
            bundles[bundles.count - 1].append(sale)
        } else {
            bundles.append([sale])
        }
        self.sales[source] = bundles
    }

    private static func lines(of sales: [Sale]) -> Int {
        sales.reduce(0) { $0 + $1.command.sale.lines.count }
    }

    /// A message for each bundle and each other command.
    func messages() throws -> [OutboxMessage] {
        let bundles = self.sources.flatMap { source in
            (self.sales[source] ?? []).map { (source: source, sales: $0) }
        }
        return try bundles.map { try Self.message($0.sales, of: $0.source) } + self.others
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
