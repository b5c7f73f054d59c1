import CatalogDomain
import Contracts
import Kernel
import Postgres

/// A category with the names of everything above it.
struct CategoryPath: Sendable {
    let category: Stored<CategoryDocument>
    /// From the root down to the category itself.
    let path: [CategoryLabel]

    static func find(
        _ id: ID<Category>,
        in transaction: borrowing Transaction
    ) throws -> CategoryPath? {
        try self.select("WHERE category.id = \(id)", in: transaction).first
    }

    /// Walks the tree from its roots; `clauses` may name `path_ids` and `path_names`.
    static func select(
        _ clauses: SQL,
        in transaction: borrowing Transaction
    ) throws -> [CategoryPath] {
        let rows = try transaction.execute(
            """
            WITH RECURSIVE walked AS (
                SELECT id AS walked_id, ARRAY[id] AS path_ids, ARRAY[name] AS path_names
                FROM category
                WHERE parent_id IS NULL
                UNION ALL
                SELECT child.id, walked.path_ids || child.id, walked.path_names || child.name
                FROM category AS child
                JOIN walked ON walked.walked_id = child.parent_id
            )
            SELECT \(fragment: CategoryStore.columns), path_ids, path_names
            FROM category
            JOIN walked ON walked.walked_id = category.id
            \(fragment: clauses)
            """
        )
        return try rows.map { row in
            let ids = try row.decode("path_ids", as: [ID<Category>].self)
            let names = try row.decode("path_names", as: [String].self)
            return CategoryPath(
                category: try CategoryStore.decode(row),
                path: zip(ids, names).map { CategoryLabel(id: $0, name: $1) }
            )
        }
    }
}
