import CatalogDomain
import Contracts
import Kernel
import Postgres

/// The `category` table.
enum CategoryStore {
    /// So that the tree can be judged as a whole in one request.
    static let maximumCategories = 20_000

    /// Keeps others from changing the tree until the transaction ends, and reads it.
    static func lockTree(in transaction: borrowing Transaction) throws -> CategoryTree {
        try transaction.execute(
            "SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.category'))"
        )
        return try self.tree(in: transaction)
    }

    static func tree(in transaction: borrowing Transaction) throws -> CategoryTree {
        let rows = try transaction.execute("SELECT id, parent_id FROM category")
        var parents: [ID<Category>: ID<Category>?] = [:]
        for row in rows {
            let parent = try row.decode("parent_id", as: ID<Category>?.self)
            parents.updateValue(parent, forKey: try row.decode("id"))
        }
        return CategoryTree(parents: parents)
    }

    static func count(in transaction: borrowing Transaction) throws -> Int {
        try transaction.execute("SELECT count(*) AS count FROM category")[0].decode("count")
    }

    static func find(
        _ id: ID<Category>,
        in transaction: borrowing Transaction
    ) throws -> Stored<CategoryDocument>? {
        let rows = try transaction.execute(
            "SELECT \(fragment: self.columns) FROM category WHERE id = \(id)"
        )
        return try rows.first.map(self.decode)
    }

    /// The names of several categories.
    static func labels(
        of ids: Set<ID<Category>>,
        in transaction: borrowing Transaction
    ) throws -> [ID<Category>: CategoryLabel] {
        guard !ids.isEmpty else { return [:] }
        let rows = try transaction.execute(
            "SELECT id, name FROM category WHERE id = ANY(\(Array(ids)))"
        )
        let labels = try rows.map { row in
            CategoryLabel(id: try row.decode("id"), name: try row.decode("name"))
        }
        return Dictionary(uniqueKeysWithValues: labels.map { ($0.id, $0) })
    }

    /// Counts a change of the path of each, and reads them.
    static func notePathChanged(
        _ ids: [ID<Category>],
        in transaction: borrowing Transaction
    ) throws -> [CategoryDocument] {
        let rows = try transaction.execute(
            """
            UPDATE category SET version = version + 1, updated_at = now()
            WHERE id = ANY(\(ids))
            RETURNING \(fragment: self.columns)
            """
        )
        return try rows.map { try self.decode($0).document }
    }

    static func exists(_ id: ID<Category>, in transaction: borrowing Transaction) throws -> Bool {
        try !transaction.execute("SELECT 1 FROM category WHERE id = \(id)").isEmpty
    }

    /// The category of this name under a parent, or at the root.
    static func find(
        named name: String,
        under parent: ID<Category>?,
        in transaction: borrowing Transaction
    ) throws -> CategoryDocument? {
        let rows = try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM category
            WHERE name = \(name) AND parent_id IS NOT DISTINCT FROM \(parent)
            """
        )
        return try rows.first.map(self.decode)?.document
    }

    static func insert(
        _ category: CategoryDocument,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO category (id, name, parent_id, version)
            VALUES (
                \(category.id), \(category.name), \(category.parentId), \(category.version)
            )
            """
        )
    }

    static func save(
        _ category: CategoryDocument,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE category
            SET name = \(category.name), parent_id = \(category.parentId),
                version = \(category.version), updated_at = now()
            WHERE id = \(category.id)
            """
        )
    }

    static func delete(_ id: ID<Category>, in transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM category WHERE id = \(id)")
    }

    static let columns: SQL = "id, name, parent_id, version, created_at, updated_at"

    static func decode(_ row: Row) throws -> Stored<CategoryDocument> {
        Stored(
            document: CategoryDocument(
                stored: try row.decode("id"),
                name: try row.decode("name"),
                parentId: try row.decode("parent_id"),
                version: try row.decode("version")
            ),
            createdAt: try row.decode("created_at"),
            updatedAt: try row.decode("updated_at")
        )
    }
}
