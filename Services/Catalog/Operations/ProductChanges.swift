import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// Changes a product.
struct UpdateProduct: Operation {
    static let id = "updateProduct"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let patch = try request.document(ProductPatch.self)
        let product = try request.lockedProduct(in: transaction)
        try Precondition.require(product.version, of: request)
        _ = try ProductRegister(cause: request.context).edit(
            product,
            content: try patch.applied(to: product.content),
            in: transaction
        )
        return try ProductBody.response(product.id, in: transaction)
    }
}

/// Ends the use of a product and all its variants for new business.
struct RetireProduct: Operation {
    static let id = "retireProduct"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let product = try request.lockedProduct(in: transaction)
        try ProductRegister(cause: request.context).retire(product, in: transaction)
        return try ProductBody.response(product.id, in: transaction)
    }
}

/// Deletes a product none of whose variants ever appeared in the book.
struct DeleteProduct: Operation {
    static let id = "deleteProduct"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let product = try request.lockedProduct(in: transaction)
        try Precondition.check(product.version, of: request)
        try ProductRegister(cause: request.context).delete(product.id, in: transaction)
        return .noContent
    }
}

extension OperationRequest {
    /// The product that the path names, kept from others.
    ///
    /// - Throws: 404.
    func lockedProduct(in transaction: borrowing Transaction) throws -> ProductDocument {
        let id = try self.pathID("productId", of: Product.self)
        guard let found = try ProductStore.find(id, lock: .exclusive, in: transaction) else {
            throw Problem.notFound("There is no product \(id).")
        }
        return found.document
    }
}
