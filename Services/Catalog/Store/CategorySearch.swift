import Contracts
import Kernel
import Postgres

/// Which categories a list shows.
struct CategorySearch: Sendable {
    /// Part of the name.
    var text: String?
    /// Only direct children of this one.
    var parentId: ID<Category>?
    /// Only this one and everything below it.
    var tree: ID<Category>?

    /// The categories that match, by the names from the root down, from the one after `names`.
    func page(
        after names: [String]?,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [CategoryPath] {
        var clauses: SQL = "WHERE true"
        if let names { clauses += " AND path_names > \(names)" }
        if let text = self.text { clauses += " AND lower(name) LIKE \(SearchPattern.part(text))" }
        if let parentId = self.parentId { clauses += " AND parent_id = \(parentId)" }
        if let tree = self.tree { clauses += " AND \(tree) = ANY(path_ids)" }
        transaction.planForValues()
        clauses += " ORDER BY path_names LIMIT \(limit)"
        return try CategoryPath.select(clauses, in: transaction)
    }
}
