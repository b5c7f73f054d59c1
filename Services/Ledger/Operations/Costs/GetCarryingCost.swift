import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Tells what it costs to keep goods: a part of what they were worth on average over a time.
struct GetCarryingCost: Query {
    static let id = "getCarryingCost"

    /// Of a year, in hundredths: what capital, room, insurance and ageing usually come to.
    static let usualRate: Quantity = 25
    static let largestRate: Quantity = 100
    static let usualTime = Duration.seconds(365 * 86_400)

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let known = try KnownCosts(request, in: transaction)
        let to = try request.query.timestamp("to") ?? known.position.costedTo
        let from =
            try request.query.timestamp("from") ?? to.advanced(by: .zero - Self.usualTime)
        guard from < to else {
            throw QueryParameters.invalid("from", rule: "order", "must be before to")
        }
        let rate = try Self.rate(request)
        var conditions: [SQL] = ["line.effective_at < \(to)"] + known.conditions(on: "line")
        if let sku = try request.sku(in: transaction) {
            conditions.append("line.variant IN (SELECT id FROM variant WHERE sku = \(sku))")
        }
        if let warehouse = try request.costedWarehouse(in: transaction) {
            conditions.append("line.warehouse = \(warehouse)")
        }
        if let warehouses = request.costedWarehouses {
            conditions.append("line.warehouse = ANY (\(Array(warehouses)))")
        }
        let rows = try transaction.execute(Self.statement(from, to, rate, conditions))
        return try .json(
            CarryingCost(
                from: from,
                to: to,
                yearlyRate: rate,
                averageValue: try rows[0].decode("average"),
                carryingCost: try rows[0].decode("cost"),
                currency: known.position.currency,
                costedTo: known.position.costedTo
            )
        )
    }

    private static func rate(_ request: OperationRequest) throws(Problem) -> Quantity {
        guard let text = request.query["yearlyRate"] else { return Self.usualRate }
        guard let rate = Quantity(text), !rate.isNegative, rate <= Self.largestRate else {
            throw QueryParameters.invalid("yearlyRate", rule: "range", "must be from 0 to 100")
        }
        return rate
    }

    /// Each line counts for as long as the goods had its value within the time.
    private static func statement(
        _ from: Timestamp,
        _ to: Timestamp,
        _ rate: Quantity,
        _ conditions: [SQL]
    ) -> SQL {
        """
        SELECT \(fragment: .money("round(sum.average)")) AS average,
            \(fragment: .money(
                """
                round(sum.average * \(rate.tenThousandths) / 1000000 * span.seconds / 31536000)
                """
            )) AS cost
        FROM (
            SELECT extract(epoch FROM \(to)::timestamptz - \(from)::timestamptz) AS seconds
        ) AS span
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(
                line.value * extract(
                    epoch FROM \(to)::timestamptz - greatest(line.effective_at, \(from))
                ) / span.seconds
            ), 0) AS average
            FROM cost_entry AS line
            WHERE \(fragment: .all(conditions))
        ) AS sum
        """
    }
}

/// What it costs to keep goods for a time.
struct CarryingCost: Encodable, Sendable {
    let from: Timestamp
    let to: Timestamp
    /// In hundredths of the value.
    let yearlyRate: Quantity
    let averageValue: String
    let carryingCost: String
    let currency: String
    let costedTo: Timestamp
}
