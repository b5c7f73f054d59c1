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
        FROM variant
        LEFT JOIN category ON category.id = variant.category AND NOT category.is_deleted
        LEFT JOIN LATERAL (
            SELECT cost_policy.id, cost_policy.method, cost_policy.standard
            FROM cost_policy
            WHERE cost_policy.variant = variant.id
                OR cost_policy.category = ANY (category.path)
                OR cost_policy.variant IS NULL AND cost_policy.category IS NULL
            ORDER BY cost_policy.variant IS NULL, cost_policy.category IS NULL,
                array_position(category.path, cost_policy.category) DESC
            LIMIT 1
        ) AS policy ON true
        WHERE \(fragment: variants)
        """
    }

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
