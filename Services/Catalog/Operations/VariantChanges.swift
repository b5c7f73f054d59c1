import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// Changes a variant.
struct UpdateVariant: Operation {
    static let id = "updateVariant"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let patch = try request.document(VariantPatch.self)
        let (variant, product) = try request.lockedVariant(in: transaction)
        try Precondition.require(variant.version, of: request)
        try VariantRegister(cause: request.context).edit(
            variant,
            content: try patch.applied(to: variant.content),
            product: product,
            in: transaction
        )
        return try VariantBody.response(variant.id, in: transaction)
    }
}

/// Ends the use of a variant for new business.
struct RetireVariant: Operation {
    static let id = "retireVariant"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let (variant, product) = try request.lockedVariant(in: transaction)
        try VariantRegister(cause: request.context)
            .retire(variant, product: product, in: transaction)
        return try VariantBody.response(variant.id, in: transaction)
    }
}

/// Deletes a variant that never appeared in the book.
struct DeleteVariant: Operation {
    static let id = "deleteVariant"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let (variant, _) = try request.lockedVariant(in: transaction)
        try Precondition.check(variant.version, of: request)
        try VariantRegister(cause: request.context).delete(variant, in: transaction)
        return .noContent
    }
}

extension OperationRequest {
    /// The variant that the path names, with its product, kept from others.
    ///
    /// - Throws: 404.
    func lockedVariant(
        in transaction: borrowing Transaction
    ) throws -> (variant: VariantDocument, product: ProductDocument) {
        let id = try self.pathID("variantId", of: Variant.self)
        guard let found = try VariantStore.lock(id, in: transaction) else {
            throw Problem.notFound("There is no variant \(id).")
        }
        return (found.variant.document, found.product)
    }
}
