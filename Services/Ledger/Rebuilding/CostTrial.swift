import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What goods would be worth if all of them had always been costed by one method.
struct CostTrial: Hashable, Sendable {
    let method: CostMethod

    /// What it has come to, in millionths of the company's currency.
    struct Result: Sendable {
        let costedTo: Timestamp
        let currency: String
        /// Of all variants together.
        let total: Values
        /// Those that differ, by how much, the most first; not all where there are many.
        let variants: [(sku: String, values: Values)]
    }

    /// As it is, and as it would be.
    struct Values: Hashable, Sendable {
        let value: CostSum
        let otherValue: CostSum
        /// What customers got has cost.
        let sold: CostSum
        let otherSold: CostSum

        init(_ row: Row) throws {
            self.value = try CostSum(row, "value")
            self.otherValue = try CostSum(row, "other_value")
            self.sold = try CostSum(row, "sold")
            self.otherSold = try CostSum(row, "other_sold")
        }
    }

    /// Follows the journal once more under the other rule, up to where the live book is now.
    func run(_ rebuild: Rebuild) async throws -> Result {
        let (limits, schema) = (rebuild.limits, rebuild.schema)
        return try await rebuild.withTables(BesideTables.costs + ["cost_order"]) { session in
            let end = try await session.withTransaction { transaction in
                let end = try RebuiltCosts.live(in: schema, transaction)
                try transaction.pipeline(self.rules(in: schema))
                return end
            }
            try await rebuild.repeating(BesideTables.costs, on: session) {
                try await rebuild.followFacts(upTo: end, on: session)
            }
            return try await session.withTransaction { transaction in
                let rows = try transaction.pipeline([
                    Self.total(in: schema, through: end.lastNumber),
                    Self.variants(in: schema, through: end.lastNumber, limit: limits.trialled),
                ])
                return Result(
                    costedTo: end.costedTo,
                    currency: end.currency,
                    total: try Values(rows[0][0]),
                    variants: try rows[1].map { (try $0.decode("sku"), try Values($0)) }
                )
            }
        }
    }

    /// Everything begins with the method, and nobody orders another one; a standard is what it is now.
    private func rules(in schema: String) -> [SQL] {
        [
            SQL(
                verbatim: """
                    INSERT INTO cost_beginning (variant, method, standard)
                    SELECT beginning.variant, '\(self.method.rawValue)',
                        coalesce(now.standard, beginning.standard)
                    FROM \(schema).cost_beginning AS beginning
                    LEFT JOIN \(schema).cost_method AS now ON now.variant = beginning.variant
                    """
            ),
            SQL(
                verbatim: """
                    INSERT INTO cost_order
                    SELECT * FROM \(schema).cost_order WHERE kind <> 'cost'
                    """
            ),
        ]
    }

    private static func both(in schema: String, through number: Int64) -> SQL {
        SQL(
            verbatim: """
                SELECT variant, coalesce(live.value, 0) AS value,
                    coalesce(other.value, 0) AS other_value, coalesce(live.sold, 0) AS sold,
                    coalesce(other.sold, 0) AS other_sold
                FROM (\(self.sums("\(schema).cost_entry", "number <= \(number)"))) AS live
                FULL JOIN (\(self.sums("pg_temp.cost_entry", "true"))) AS other USING (variant)
                """
        )
    }

    private static func sums(_ table: String, _ condition: String) -> String {
        """
        SELECT variant, sum(value) AS value,
            - coalesce(sum(value) FILTER (WHERE account = 'customer'), 0) AS sold
        FROM \(table)
        WHERE \(condition)
        GROUP BY 1
        """
    }

    private static func total(in schema: String, through number: Int64) -> SQL {
        """
        SELECT coalesce(sum(value), 0)::text AS value,
            coalesce(sum(other_value), 0)::text AS other_value,
            coalesce(sum(sold), 0)::text AS sold, coalesce(sum(other_sold), 0)::text AS other_sold
        FROM (\(fragment: self.both(in: schema, through: number))) AS both_books
        """
    }

    private static func variants(in schema: String, through number: Int64, limit: Int) -> SQL {
        """
        SELECT coalesce(variant.sku, both_books.variant::text) AS sku,
            both_books.value::text AS value, both_books.other_value::text AS other_value,
            both_books.sold::text AS sold, both_books.other_sold::text AS other_sold
        FROM (\(fragment: self.both(in: schema, through: number))) AS both_books
        LEFT JOIN variant ON variant.id = both_books.variant
        WHERE (both_books.value, both_books.sold)
            <> (both_books.other_value, both_books.other_sold)
        ORDER BY greatest(
                abs(both_books.value - both_books.other_value),
                abs(both_books.sold - both_books.other_sold)
            ) DESC, 1
        LIMIT \(limit)
        """
    }
}

/// A sum that the server has told is not a whole number.
private struct NotWhole: Error {
    let column: String
}

extension CostSum {
    /// A `numeric` without decimals, as text: one column need not hold it as a number.
    fileprivate init(_ row: Row, _ column: String) throws {
        let text: String = try row.decode(column)
        guard let millionths = Int128(text) else { throw NotWhole(column: column) }
        self.init(millionths: millionths)
    }
}
