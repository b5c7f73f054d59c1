import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// A category as clients see it.
struct CategoryBody: Codable, Sendable {
    let id: ID<Category>
    let name: String
    let parentId: ID<Category>?
    let path: [CategoryLabel]
    let version: Int64
    let createdAt: Timestamp
    let updatedAt: Timestamp

    init(_ found: CategoryPath) {
        let category = found.category.document
        self.id = category.id
        self.name = category.name
        self.parentId = category.parentId
        self.path = found.path
        self.version = category.version
        self.createdAt = found.category.createdAt
        self.updatedAt = found.category.updatedAt
    }

    /// The answer that shows one category as it now stands.
    static func response(
        _ id: ID<Category>,
        status: Int = 200,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        guard let found = try CategoryPath.find(id, in: transaction) else {
            throw Problem.notFound("There is no category \(id).")
        }
        let body = CategoryBody(found)
        var headers = [Precondition.tag(body.version)]
        if status == 201 { headers.append(("Location", "/v1/categories/\(id)")) }
        return try .json(body, status: status, headers: headers)
    }
}
