import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// The parameters `category` and `categoryTree` of a list.
enum CategoryFilter {
    /// Any of these categories, none of them where there is no such category; `nil` for all.
    static func categories(
        of request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> [ID<Category>]? {
        let exact = try request.query.id("category", of: Category.self)
        guard let root = try request.query.id("categoryTree", of: Category.self) else {
            return exact.map { [$0] }
        }
        let tree = try CategoryStore.tree(in: transaction)
        let below = [root] + tree.descendants(of: root)
        return exact.map { exact in below.filter { $0 == exact } } ?? below
    }
}
