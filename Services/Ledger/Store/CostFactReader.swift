import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Reads what is to be costed next: entries and orders, in the order in which they were recorded.
struct CostFactReader {
    private let position: CostPosition
    private let horizon: Timestamp
    private let limit: Int
    private let currency: String

    init(after position: CostPosition, before horizon: Timestamp, limit: Int, currency: String) {
        self.position = position
        self.horizon = horizon
        self.limit = limit
        self.currency = currency
    }

    func facts(in transaction: borrowing Transaction) throws -> [CostFact] {
        let rows = try transaction.pipeline([self.entries, self.orders])
        let ids: [ID<Entry>] = try rows[0].map { try $0.decode("id") }
        var movements: [ID<Entry>: [CostedMovement]] = [:]
        if let first = rows[0].first, let last = rows[0].last {
            let found = try transaction.execute(
                self.movements(
                    of: ids,
                    from: try first.decode("recorded_at"),
                    to: try last.decode("recorded_at")
                )
            )
            for row in found {
                movements[try row.decode("entry"), default: []].append(try self.movement(row))
            }
        }
        let entries = try rows[0].map { row in
            CostFact.entry(try self.entry(row, movements))
        }
        let orders = try rows[1].map { CostFact.order(try CostOrder($0)) }
        let all = (entries + orders).sorted { left, right in
            left.recordedAt == right.recordedAt
                ? left.source < right.source : left.recordedAt < right.recordedAt
        }
        return Array(all.prefix(self.limit))
    }

    /// A return knows what it takes back where that was recorded before it.
    private var entries: SQL {
        """
        SELECT entry.id, entry.kind, entry.effective_at, entry.recorded_at,
            coalesce(entry.reverses, original.id) AS original
        FROM entry
        LEFT JOIN business_key AS original ON entry.kind = 'return'
            AND original.subject = 'entry'
            AND original.source = entry.original_source
            AND original.document = entry.original_document
            AND original.recorded_at < entry.recorded_at
        WHERE entry.recorded_at >= \(self.position.recordedAt)
            AND (entry.recorded_at, entry.id)
                > (\(self.position.recordedAt), \(self.position.source))
            AND entry.recorded_at < \(self.horizon)
        ORDER BY entry.recorded_at, entry.id
        LIMIT \(self.limit)
        """
    }

    private var orders: SQL {
        """
        SELECT *
        FROM cost_order
        WHERE (recorded_at, id) > (\(self.position.recordedAt), \(self.position.source))
            AND recorded_at < \(self.horizon)
        ORDER BY recorded_at, id
        LIMIT \(self.limit)
        """
    }

    /// Each with the rate of its currency that was known then.
    private func movements(of entries: [ID<Entry>], from: Timestamp, to: Timestamp) -> SQL {
        """
        SELECT movement.*, origin.kind AS from_kind, origin.warehouse AS from_warehouse,
            target.kind AS to_kind, target.warehouse AS to_warehouse, known.rate
        FROM movement
        JOIN location AS origin ON origin.id = movement.from_location
        JOIN location AS target ON target.id = movement.to_location
        LEFT JOIN LATERAL (
            SELECT exchange_rate.rate
            FROM exchange_rate
            WHERE exchange_rate.currency = movement.unit_cost_currency
                AND exchange_rate.valid_from <= movement.effective_at
                AND exchange_rate.recorded_at <= movement.recorded_at
            ORDER BY exchange_rate.valid_from DESC, exchange_rate.recorded_at DESC
            LIMIT 1
        ) AS known ON true
        WHERE movement.entry = ANY (\(entries))
            AND movement.recorded_at BETWEEN \(from) AND \(to)
        ORDER BY movement.entry, movement.line, movement.id
        """
    }

    private func entry(
        _ row: Row,
        _ movements: [ID<Entry>: [CostedMovement]]
    ) throws -> CostedEntry {
        let id: ID<Entry> = try row.decode("id")
        return CostedEntry(
            id: id,
            kind: try row.word("kind"),
            effectiveAt: try row.decode("effective_at"),
            recordedAt: try row.decode("recorded_at"),
            original: try row.decode("original"),
            movements: movements[id] ?? []
        )
    }

    private func movement(_ row: Row) throws -> CostedMovement {
        let price = try UnitPrice(row)
        let rate = try row.decode("rate", as: Int64?.self).map(ExchangeRate.init(tenBillionths:))
        return CostedMovement(
            id: try row.decode("id"),
            variant: try row.decode("variant"),
            quantity: try row.decode("quantity"),
            from: CostEnd(try row.word("from_kind"), in: try row.decode("from_warehouse")),
            to: CostEnd(try row.word("to_kind"), in: try row.decode("to_warehouse")),
            price: price,
            rate: price?.currency.code == self.currency ? .one : rate,
            reverses: try row.decode("reverses")
        )
    }
}
