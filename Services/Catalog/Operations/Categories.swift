import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// Lists categories, every one before those below it.
struct ListCategories: Operation {
    static let id = "listCategories"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let search = CategorySearch(
            text: request.query["q"],
            parentId: try request.query.id("parent"),
            tree: try request.query.id("categoryTree")
        )
        let found = try search.page(
            after: try PageCursor.read(request, keyCount: nil)?.keys,
            limit: limit + 1,
            in: transaction
        )
        return try request.page(of: found, limit: limit) { item in
            item.path.map(\.name)
        } body: {
            $0.map(CategoryBody.init)
        }
    }
}

/// Reads a category.
struct GetCategory: Operation {
    static let id = "getCategory"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try CategoryBody.response(try request.pathID("categoryId"), in: transaction)
    }
}

/// Creates a category.
struct CreateCategory: Operation {
    static let id = "createCategory"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft = try request.document(CategoryDraft.self)
        let id = try CategoryRegister(cause: request.context).create(
            draft.id ?? .make(),
            name: try CategoryDraft.name(draft.name),
            under: draft.parentId,
            in: transaction
        )
        return try CategoryBody.response(id, status: 201, in: transaction)
    }
}

/// Renames or moves a category.
struct UpdateCategory: Operation {
    static let id = "updateCategory"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let patch = try request.document(CategoryPatch.self)
        let (former, tree) = try request.lockedCategory(in: transaction)
        try Precondition.require(former.version, of: request)
        try CategoryRegister(cause: request.context).edit(
            former,
            name: try patch.name.map(CategoryDraft.name) ?? former.name,
            parentId: patch.parentId.applied(to: former.parentId),
            tree: tree,
            in: transaction
        )
        return try CategoryBody.response(former.id, in: transaction)
    }
}

/// Deletes a category that holds nothing.
struct DeleteCategory: Operation {
    static let id = "deleteCategory"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let (category, tree) = try request.lockedCategory(in: transaction)
        try Precondition.check(category.version, of: request)
        try CategoryRegister(cause: request.context)
            .delete(category, tree: tree, in: transaction)
        return .noContent
    }
}

extension OperationRequest {
    /// The category that the path names, with the tree, which others cannot change meanwhile.
    ///
    /// - Throws: 404.
    fileprivate func lockedCategory(
        in transaction: borrowing Transaction
    ) throws -> (category: CategoryDocument, tree: CategoryTree) {
        let id = try self.pathID("categoryId", of: Category.self)
        let tree = try CategoryStore.lockTree(in: transaction)
        guard let found = try CategoryStore.find(id, in: transaction) else {
            throw Problem.notFound("There is no category \(id).")
        }
        return (found.document, tree)
    }
}
