import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The tables `cost_policy`, `cost_beginning` and `cost_method`: how variants are costed.
enum CostPolicies {
    /// Keeps policies from changing until the transaction ends; any number may do so at once.
    static let keep: SQL = "SELECT pg_advisory_xact_lock_shared(1668246384, 1)"

    /// Waits until nobody relies on policies staying as they are.
    static let change: SQL = "SELECT pg_advisory_xact_lock(1668246384, 1)"

    /// How each variant is costed now.
    ///
    /// One that is costed for the first time gets what its policy says today, and keeps that whenever
    /// the book is made again.
    static func costings(
        of variants: [ID<Variant>],
        in transaction: borrowing Transaction
    ) throws -> [ID<Variant>: Costing] {
        let known = try transaction.execute(
            "SELECT * FROM cost_method WHERE variant = ANY (\(variants))"
        )
        var costings: [ID<Variant>: Costing] = [:]
        for row in known { costings[try row.decode("variant")] = try Costing(row) }
        let missing = variants.filter { costings[$0] == nil }
        guard !missing.isEmpty else { return costings }
        // One whose book is made again has begun before, and policies do not matter to it.
        for row in try transaction.execute(self.beginOn(missing)) {
            costings[try row.decode("variant")] = try Costing(row)
        }
        let new = missing.filter { costings[$0] == nil }
        guard !new.isEmpty else { return costings }
        let rows = try transaction.pipeline([self.keep, self.begin(new), self.beginOn(new)])
        for row in rows[2] { costings[try row.decode("variant")] = try Costing(row) }
        return costings
    }

    /// What the policies say of each variant: its own, else that of the nearest category above it, else
    /// that of the company.
    static func resolved(for variants: SQL) -> SQL {
        """
        SELECT variant.id AS variant, coalesce(policy.method, 'average') AS method, policy.standard
        \(fragment: self.nearest)
        WHERE \(fragment: variants)
        """
    }

    /// How a variant is costed as far as its book is, since when, and its policy where that says so; as
    /// the policy would have it where it was never costed.
    ///
    /// It is costed so since the first order to that was followed after the last one to do otherwise, or,
    /// without such an order, since its first line.
    static func present(of variant: ID<Variant>) -> SQL {
        """
        SELECT coalesce(costed.method, policy.method, 'average') AS method,
            CASE WHEN costed.method IS NULL THEN policy.standard ELSE costed.standard END
                AS standard,
            CASE
                WHEN ordered.otherwise_at IS NULL
                    AND (beginning.method, beginning.standard)
                        IS NOT DISTINCT FROM (costed.method, costed.standard)
                THEN (SELECT min(recorded_at) FROM cost_entry WHERE variant = \(variant))
                ELSE ordered.since
            END AS since,
            CASE WHEN decided.is_so THEN policy.id END AS policy,
            CASE WHEN decided.is_so THEN policy.version END AS version
        \(fragment: self.nearest)
        LEFT JOIN cost_method AS costed ON costed.variant = variant.id
        LEFT JOIN cost_beginning AS beginning ON beginning.variant = variant.id
        LEFT JOIN LATERAL (
            \(fragment: self.orders)
        ) AS ordered ON true
        CROSS JOIN LATERAL (
            SELECT costed.method IS NULL OR (policy.method, policy.standard)
                IS NOT DISTINCT FROM (costed.method, costed.standard) AS is_so
        ) AS decided
        WHERE variant.id = \(variant)
        """
    }

    /// Since when a variant was to be costed as it is, and when it was last to be costed otherwise.
    private static let orders: SQL = """
        SELECT otherwise_at, min(recorded_at) FILTER (
            WHERE is_same AND recorded_at > coalesce(otherwise_at, '-infinity')
        ) AS since
        FROM (
            SELECT recorded_at, is_same,
                max(recorded_at) FILTER (WHERE NOT is_same) OVER () AS otherwise_at
            FROM (
                SELECT cost_order.recorded_at, (
                    cost_order.body ->> 'method',
                    ((cost_order.body ->> 'standard')::numeric * 1000000)::bigint
                ) IS NOT DISTINCT FROM (costed.method, costed.standard) AS is_same
                FROM cost_order
                WHERE cost_order.kind = 'cost'
                    AND cost_order.body ->> 'variant' = variant.id::text
                    AND cost_order.recorded_at <= (SELECT costed_to FROM cost_position)
            ) AS judged
        ) AS told
        GROUP BY otherwise_at
        """

    /// Variants with the policy that is nearest to each: its own, else that of the nearest category above
    /// it, else that of the company.
    private static let nearest: SQL = """
        FROM variant
        LEFT JOIN category ON category.id = variant.category AND NOT category.is_deleted
        LEFT JOIN LATERAL (
            SELECT cost_policy.*
            FROM cost_policy
            WHERE cost_policy.variant = variant.id
                OR cost_policy.category = ANY (category.path)
                OR cost_policy.variant IS NULL AND cost_policy.category IS NULL
            ORDER BY cost_policy.variant IS NULL, cost_policy.category IS NULL,
                array_position(category.path, cost_policy.category) DESC
            LIMIT 1
        ) AS policy ON true
        """

    /// How a variant is costed by all that was ordered so far, whether or not the book has followed.
    ///
    /// Stays so as long as the transaction holds ``keep``.
    static func ordered(of variant: ID<Variant>) -> SQL {
        """
        SELECT method, standard
        FROM (
            (
                SELECT 1 AS rank, body ->> 'method' AS method,
                    ((body ->> 'standard')::numeric * 1000000)::bigint AS standard
                FROM cost_order
                WHERE kind = 'cost' AND body ->> 'variant' = \("\(variant)")
                ORDER BY recorded_at DESC, id DESC
                LIMIT 1
            )
            UNION ALL
            SELECT 2, method, standard FROM cost_beginning WHERE variant = \(variant)
            UNION ALL
            SELECT 3, method, standard
            FROM (\(fragment: self.resolved(for: "variant.id = \(variant)"))) AS policy
        ) AS said
        ORDER BY rank
        LIMIT 1
        """
    }

    private static func begin(_ variants: [ID<Variant>]) -> SQL {
        """
        INSERT INTO cost_beginning (variant, method, standard)
        \(fragment: self.resolved(for: "variant.id = ANY (\(variants))"))
        ON CONFLICT DO NOTHING
        """
    }

    private static func beginOn(_ variants: [ID<Variant>]) -> SQL {
        """
        INSERT INTO cost_method (variant, method, standard)
        SELECT variant, method, standard FROM cost_beginning WHERE variant = ANY (\(variants))
        RETURNING *
        """
    }

    /// Costs variants in another way than before; all have begun.
    static func save(_ costings: [(key: ID<Variant>, value: Costing)]) -> SQL {
        """
        UPDATE cost_method
        SET method = changed.method, standard = changed.standard
        FROM unnest(
            \(costings.map(\.key)), \(costings.map(\.value.method.rawValue)),
            \(costings.map { $0.value.standard?.millionths })
        ) AS changed (variant, method, standard)
        WHERE cost_method.variant = changed.variant
        """
    }
}

extension Costing {
    init(_ row: Row) throws {
        self.init(
            try row.word("method"),
            standard: try row.decode("standard", as: Int64?.self).map(CostValue.init(millionths:))
        )
    }
}
