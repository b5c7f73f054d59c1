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
        let value: CostValue
        let otherValue: CostValue
        /// What customers got has cost.
        let sold: CostValue
        let otherSold: CostValue

        init(_ row: Row) throws {
            self.value = CostValue(millionths: try row.decode("value"))
            self.otherValue = CostValue(millionths: try row.decode("other_value"))
            self.sold = CostValue(millionths: try row.decode("sold"))
            self.otherSold = CostValue(millionths: try row.decode("other_sold"))
        }
    }

    /// Follows the journal once more under the other rule, up to where the live book is now.
    func run(_ rebuild: Rebuild) async throws -> Result {
        let (limits, schema) = (rebuild.limits, rebuild.schema)
        let rules = ["cost_beginning", "cost_order"]
        return try await rebuild.withTables(BesideTables.costs + rules) { session in
            let end = try await session.withTransaction { transaction in
                let end = try RebuiltCosts.live(in: schema, transaction)
                try transaction.pipeline(self.rules(in: schema))
                return end
            }
            while try await rebuild.followFacts(upTo: end, on: session) {}
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
        SELECT variant, sum(value)::bigint AS value,
            (- coalesce(sum(value) FILTER (WHERE account = 'customer'), 0))::bigint AS sold
        FROM \(table)
        WHERE \(condition)
        GROUP BY 1
        """
    }

    private static func total(in schema: String, through number: Int64) -> SQL {
        """
        SELECT coalesce(sum(value), 0)::bigint AS value,
            coalesce(sum(other_value), 0)::bigint AS other_value,
            coalesce(sum(sold), 0)::bigint AS sold,
            coalesce(sum(other_sold), 0)::bigint AS other_sold
        FROM (\(fragment: self.both(in: schema, through: number))) AS both_books
        """
    }

    private static func variants(in schema: String, through number: Int64, limit: Int) -> SQL {
        """
        SELECT coalesce(variant.sku, both_books.variant::text) AS sku, both_books.*
        FROM (\(fragment: self.both(in: schema, through: number))) AS both_books
        LEFT JOIN variant ON variant.id = both_books.variant
        WHERE (value, sold) <> (other_value, other_sold)
        ORDER BY greatest(abs(value - other_value), abs(sold - other_sold)) DESC, sku
        LIMIT \(limit)
        """
    }
}
