import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `removal_rule` table, as decisions need it.
enum RemovalRules {
    /// The rule that holds for each variant: its own, else that of the nearest category above it, else
    /// that of the company.
    static func statement(for variants: [ID<Variant>]) -> SQL {
        """
        SELECT variant.id, rule.strategy
        \(fragment: self.nearest)
        WHERE variant.id = ANY (\(variants))
        """
    }

    /// The rule that holds for a variant; no row where none does.
    static func rule(of variant: ID<Variant>) -> SQL {
        """
        SELECT rule.id, rule.strategy, rule.version, rule.updated_at
        \(fragment: self.nearest)
        WHERE variant.id = \(variant)
        """
    }

    /// Variants with the rule that holds for each.
    private static let nearest: SQL = """
        FROM variant
        LEFT JOIN category ON category.id = variant.category AND NOT category.is_deleted
        CROSS JOIN LATERAL (
            SELECT removal_rule.*
            FROM removal_rule
            WHERE removal_rule.variant = variant.id
                OR removal_rule.category = ANY (category.path)
                OR removal_rule.variant IS NULL AND removal_rule.category IS NULL
            ORDER BY removal_rule.variant IS NULL, removal_rule.category IS NULL,
                array_position(category.path, removal_rule.category) DESC
            LIMIT 1
        ) AS rule
        """

    static func insert(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows {
            state.strategies[try row.decode("id")] = try row.word("strategy")
        }
    }
}
