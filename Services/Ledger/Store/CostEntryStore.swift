import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `cost_entry` table, which only grows.
enum CostEntryStore {
    /// The lines of some sources and all that follow them, in order.
    static func lines(of sources: [ID<CostSource>]) -> SQL {
        """
        WITH RECURSIVE related AS (
            SELECT * FROM cost_entry WHERE source = ANY (\(sources))
            UNION
            SELECT later.*
            FROM related
            JOIN cost_entry AS later ON later.follows = related.number
        )
        SELECT * FROM related ORDER BY number
        """
    }

    /// The lines that moved goods since orders had put costs on them, in order.
    static func lines(since orders: [ID<CostSource>]) -> SQL {
        """
        SELECT later.*
        FROM (
            SELECT variant, min(number) AS number, min(recorded_at) AS recorded_at
            FROM cost_entry
            WHERE source = ANY (\(orders))
            GROUP BY variant
        ) AS landed
        JOIN cost_pool USING (variant)
        JOIN cost_entry AS later ON later.variant = cost_pool.variant
            AND later.warehouse = cost_pool.warehouse
            AND later.recorded_at >= landed.recorded_at
        WHERE later.number > landed.number AND later.quantity <> 0
        ORDER BY later.number
        """
    }

    static func append(_ lines: [CostLine]) -> SQL {
        """
        INSERT INTO cost_entry (
            number, kind, account, variant, warehouse, source, movement, quantity, value, origin,
            acquired_at, follows, is_priced, unit_cost, unit_cost_currency, rate, effective_at,
            recorded_at
        )
        SELECT * FROM unnest(
            \(lines.map(\.number)), \(lines.map(\.kind.rawValue)),
            \(lines.map(\.account.rawValue)), \(lines.map(\.pool.variant)),
            \(lines.map(\.pool.warehouse)), \(lines.map(\.source)), \(lines.map(\.movement)),
            \(lines.map(\.quantity)), \(lines.map(\.value.millionths)),
            \(lines.map { $0.goods?.origin }), \(lines.map { $0.goods?.acquiredAt }),
            \(lines.map(\.follows)), \(lines.map(\.isPriced)),
            \(lines.map { $0.price?.amount }), \(lines.map { $0.price?.currency.code }),
            \(lines.map { $0.rate?.tenBillionths }), \(lines.map(\.effectiveAt)),
            \(lines.map(\.recordedAt))
        )
        """
    }
}

extension CostLine {
    init(_ row: Row) throws {
        var goods: CostSlice.Key?
        if let origin: ID<Movement> = try row.decode("origin") {
            goods = CostSlice.Key(acquiredAt: try row.decode("acquired_at"), origin: origin)
        }
        self.init(
            number: try row.decode("number"),
            kind: try row.word("kind"),
            account: try row.word("account"),
            pool: try CostPool.Key(row),
            source: try row.decode("source"),
            movement: try row.decode("movement"),
            quantity: try row.decode("quantity"),
            value: CostValue(millionths: try row.decode("value")),
            goods: goods,
            follows: try row.decode("follows"),
            isPriced: try row.decode("is_priced"),
            price: try UnitPrice(row),
            rate: try row.decode("rate", as: Int64?.self).map(ExchangeRate.init(tenBillionths:)),
            effectiveAt: try row.decode("effective_at"),
            recordedAt: try row.decode("recorded_at")
        )
    }
}
