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
        let position = try CostPosition(transaction.execute(CostPosition.read)[0])
        var conditions: [SQL] = []
        if let sku = try request.sku(in: transaction) {
            conditions.append(
                "cost_pool.variant = ANY (ARRAY(SELECT id FROM variant WHERE sku = \(sku)))"
            )
        }
        if let warehouse = try request.costedWarehouse(in: transaction) {
            conditions.append("cost_pool.warehouse = \(warehouse)")
        }
        if let warehouses = request.costedWarehouses {
            conditions.append("cost_pool.warehouse = ANY (\(Array(warehouses)))")
        }
        let rows = try transaction.execute(
            """
            SELECT band.number, band.first_day, band.last_day,
                \(fragment: .money("coalesce(sum(layer.value), 0)")) AS value
            FROM (
                SELECT number, coalesce(lag(last_day) OVER (ORDER BY number) + 1, 0) AS first_day,
                    last_day
                FROM unnest(\(Self.bands) || NULL::integer)
                    WITH ORDINALITY AS given (last_day, number)
            ) AS band
            LEFT JOIN (
                SELECT goods.*, floor(extract(
                    epoch FROM statement_timestamp() - goods.acquired_at
                ) / 86400) AS days
                FROM cost_pool
                CROSS JOIN LATERAL cost_goods(cost_pool.variant, cost_pool.warehouse) AS goods
                WHERE \(fragment: .all(conditions))
            ) AS layer ON greatest(layer.days, 0) >= band.first_day
                AND (band.last_day IS NULL OR layer.days < band.last_day + 1)
            GROUP BY 1, 2, 3
            ORDER BY 1
            """
        )
        return try .json(
            ValuationAgeing(
                bands: try rows.map { try ValuationAgeing.Band($0) },
                currency: position.currency,
                costedTo: position.costedTo
            )
        )
    }
}

/// What goods of each age are worth.
struct ValuationAgeing: Encodable, Sendable {
    let bands: [Band]
    let currency: String
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
