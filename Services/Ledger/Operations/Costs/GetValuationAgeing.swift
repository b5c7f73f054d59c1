import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Tells for how long what is there has been ours, and what that is worth.
struct GetValuationAgeing: Query {
    static let id = "getValuationAgeing"

    /// The last day of each band but the one of all that is older.
    static let bands: [Int32] = [90, 180, 365]

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let times = try AgeingTimes(request, in: transaction)
        var conditions: [SQL] = []
        if let sku = try request.sku(in: transaction) {
            conditions.append(
                "pool.variant = ANY (ARRAY(SELECT id FROM variant WHERE sku = \(sku)))"
            )
        }
        if let warehouse = try request.costedWarehouse(in: transaction) {
            conditions.append("pool.warehouse = \(warehouse)")
        }
        if let warehouses = request.costedWarehouses {
            conditions.append("pool.warehouse = ANY (\(Array(warehouses)))")
        }
        let rows = try transaction.execute(Self.statement(of: times.goods(where: conditions)))
        return try .json(
            ValuationAgeing(
                bands: try rows.map { try ValuationAgeing.Band($0) },
                currency: times.currency,
                asOf: times.asOf,
                costedTo: times.costedTo
            )
        )
    }

    /// - Parameter goods: Rows of `days` and `value`.
    private static func statement(of goods: SQL) -> SQL {
        """
        SELECT band.number, band.first_day, band.last_day,
            \(fragment: .money("coalesce(sum(layer.value), 0)")) AS value
        FROM (
            SELECT number, coalesce(lag(last_day) OVER (ORDER BY number) + 1, 0) AS first_day,
                last_day
            FROM unnest(\(Self.bands) || NULL::integer)
                WITH ORDINALITY AS given (last_day, number)
        ) AS band
        LEFT JOIN (\(fragment: goods)) AS layer ON greatest(layer.days, 0) >= band.first_day
            AND (band.last_day IS NULL OR layer.days < band.last_day + 1)
        GROUP BY 1, 2, 3
        ORDER BY 1
        """
    }
}

/// What goods of each age are worth.
struct ValuationAgeing: Encodable, Sendable {
    let bands: [Band]
    let currency: String
    /// Of the past, what had happened by then counts.
    let asOf: Timestamp?
    let costedTo: Timestamp

    struct Band: Encodable, Sendable {
        /// In days since they came.
        let from: Int32
        /// The last day; without one all that are older.
        let to: Int32?
        let value: String

        init(from: Int32, to: Int32?, value: String) {
            self.from = from
            self.to = to
            self.value = value
        }

        init(_ row: Row) throws {
            self.from = try row.decode("first_day")
            self.to = try row.decode("last_day")
            self.value = try row.decode("value")
        }
    }
}
