import Contracts
import Kernel
import Postgres

/// In which category variants were at the times that are asked for, and where categories stood.
///
/// Neither has another time than that of its record here, so they count as they were at ``recorded``: as
/// they are now, but for what was so before a change since. What was not there yet counts as what it was
/// first, but for a category of which a variant was told before itself: that was nowhere until then.
extension StockTime {
    /// When any of that was last written down; `NULL` for never.
    static let lastCategorized: SQL = """
        SELECT greatest(
            (SELECT max(until) FROM former_category), (SELECT max(until) FROM former_path)
        ) AS until
        """

    /// Now, where no variant has left its category since these times, and what is there now will do.
    func categorized(in transaction: borrowing Transaction) throws -> StockTime {
        guard let time = self.recorded else { return self }
        let rows = try transaction.execute("SELECT max(until) AS until FROM former_category")
        guard let last = try rows[0].decode("until", as: Timestamp?.self), last > time else {
            return StockTime()
        }
        return self
    }

    /// What to join as `variant` for its SKU and the category that it had.
    var variants: SQL {
        guard let time = self.recorded else { return "variant" }
        return """
            (
                SELECT variant.id, variant.sku, CASE
                    WHEN former.variant IS NULL THEN variant.category
                    ELSE former.category
                END AS category
                FROM variant
                LEFT JOIN (\(fragment: Self.left(since: time))) AS former
                    ON former.variant = variant.id
            )
            """
    }

    /// Whether `variant` was in a category or in one below it.
    func isWithin(_ category: ID<Contracts.Category>) -> SQL {
        guard let time = self.recorded else {
            return """
                variant.category = ANY (ARRAY(
                    SELECT id FROM category WHERE path @> ARRAY[\(category)] AND NOT is_deleted
                ))
                """
        }
        let branch = Self.branch(of: category, at: time)
        // Both sides have an index: those that stayed where they were, and those that left since.
        return """
            variant.category = ANY (ARRAY(\(fragment: branch))) AND NOT EXISTS (
                SELECT
                FROM former_category AS former
                WHERE former.variant = variant.id AND former.until > \(time)
            ) OR variant.id = ANY (ARRAY(
                SELECT former.variant
                FROM (\(fragment: Self.left(since: time))) AS former
                WHERE former.category = ANY (ARRAY(\(fragment: branch)))
            ))
            """
    }

    /// The first category that each variant has left since a time: the one in which it was then.
    private static func left(since time: Timestamp) -> SQL {
        """
        SELECT DISTINCT ON (variant) variant, category
        FROM former_category
        WHERE until > \(time)
        ORDER BY variant, until
        """
    }

    /// Selects a category and all that were below it.
    private static func branch(of category: ID<Contracts.Category>, at time: Timestamp) -> SQL {
        """
        SELECT category.id
        FROM category
        LEFT JOIN (
            SELECT DISTINCT ON (category) category, path
            FROM former_path
            WHERE until > \(time)
            ORDER BY category, until
        ) AS former ON former.category = category.id
        WHERE CASE
            WHEN former.category IS NULL THEN NOT category.is_deleted
                AND category.path @> ARRAY[\(category)]
            ELSE former.path @> ARRAY[\(category)]
        END
        """
    }
}
