import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Tells how well the book and the shelves agree: by warehouse, over a period.
struct GetCountAccuracy: Query {
    static let id = "getCountAccuracy"

    /// The longest period of one answer.
    static let maximumPeriod: Duration = .seconds(366 * 86_400)
    /// The period where nothing is said, up to now.
    static let defaultPeriod: Duration = .seconds(90 * 86_400)

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let clock = try transaction.execute("SELECT now() AS now")
        let now: Timestamp = try clock[0].decode("now")
        let until = try request.query.timestamp("until") ?? now
        let from =
            try request.query.timestamp("from") ?? until.advanced(by: .zero - Self.defaultPeriod)
        guard from <= until, until.duration(since: from) <= Self.maximumPeriod else {
            throw QueryParameters.invalid(
                "from",
                rule: "range",
                "must be before until, and by 366 days at most"
            )
        }
        var conditions: [SQL] = [
            "line.observed_at >= \(from) AND line.observed_at < \(until)",
            "stock_count.state = 'approved'",
        ]
        if let warehouse = try request.location("warehouse", in: transaction) {
            conditions.append("stock_count.warehouse = \(warehouse)")
        }
        if let sku = try request.sku(in: transaction) {
            conditions.append(
                "line.variant IN (SELECT variant.id FROM variant WHERE variant.sku = \(sku))"
            )
        }
        if let warehouses = request.principal.warehouses(for: .countRead) {
            conditions.append("stock_count.warehouse = ANY (\(Array(warehouses)))")
        }
        // A day, or a year of all that was counted.
        transaction.planForValues()
        let rows = try transaction.execute(Self.statement(where: .all(conditions)))
        return try .json(
            CountAccuracyBody(
                from: from,
                until: until,
                warehouses: try rows.map { try CountAccuracyBody.Warehouse($0) }
            )
        )
    }

    /// Of each line the sum of what nothing explains at its place, by what is known now.
    private static func statement(where condition: SQL) -> SQL {
        """
        SELECT warehouse, code, count(*)::bigint AS lines,
            count(*) FILTER (
                WHERE units_differ = 0 AND (
                    abs(residual) <= tolerance_quantity
                    OR abs(residual::numeric) * 1000000 <= abs(expected::numeric) * tolerance_percent
                )
            )::bigint AS within,
            coalesce(sum(- residual) FILTER (WHERE residual < 0), 0)::bigint AS shrinkage,
            coalesce(sum(residual) FILTER (WHERE residual > 0), 0)::bigint AS overage,
            coalesce(sum(variance - residual), 0)::bigint AS explained
        FROM (
            SELECT stock_count.warehouse, root.code, stock_count.tolerance_quantity,
                stock_count.tolerance_percent, line.id,
                sum(result.residual)::bigint AS residual,
                sum(result.expected)::bigint AS expected,
                line.seen - line.expected AS variance,
                count(*) FILTER (WHERE result.is_tracked AND result.residual <> 0) AS units_differ
            FROM count_line AS line
            JOIN stock_count ON stock_count.id = line.count
            JOIN location AS root ON root.id = stock_count.warehouse
            JOIN count_result AS result
                ON result.line = line.id AND result.location = line.location
            WHERE result.residual IS NOT NULL AND \(fragment: condition)
            GROUP BY stock_count.id, root.code, line.id
        ) AS counted
        GROUP BY warehouse, code
        ORDER BY code COLLATE "C"
        """
    }
}

/// How well the book and the shelves agreed.
struct CountAccuracyBody: Codable, Sendable {
    let from: Timestamp
    let until: Timestamp
    let warehouses: [Warehouse]

    struct Warehouse: Codable, Sendable {
        let warehouse: LocationLabel
        /// Lines that were counted and accepted.
        let lines: Int64
        let withinTolerance: Int64
        /// The share of those in hundredths, rounded to two decimals.
        let accuracy: Quantity
        /// What was missing and nothing explains, in base units over all goods.
        let shrinkage: Quantity
        /// What was there beyond the book and nothing explains.
        let overage: Quantity
        /// What facts explained that came after the count.
        let explained: Quantity

        init(_ row: Row) throws {
            self.warehouse = LocationLabel(
                id: try row.decode("warehouse"),
                code: try row.decode("code")
            )
            self.lines = try row.decode("lines")
            self.withinTolerance = try row.decode("within")
            let hundredths = (self.withinTolerance * 10_000 + self.lines / 2) / max(1, self.lines)
            self.accuracy = Quantity(tenThousandths: hundredths * 100)
            self.shrinkage = try row.decode("shrinkage")
            self.overage = try row.decode("overage")
            self.explained = try row.decode("explained")
        }
    }
}
