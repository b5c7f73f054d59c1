import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// Lists products by name.
struct ListProducts: Operation {
    static let id = "listProducts"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let search = ProductSearch(
            text: request.query["q"],
            categories: try CategoryFilter.categories(of: request, in: transaction),
            status: try request.query.choice("status"),
            updatedAfter: try request.query.timestamp("updatedAfter")
        )
        var position: (name: String, id: ID<Product>)?
        if let cursor = try PageCursor.read(request, keyCount: 2) {
            position = (cursor.keys[0], try cursor.key(1, ID<Product>.init))
        }
        let found = try search.page(after: position, limit: limit + 1, in: transaction)
        return try request.page(of: found, limit: limit) { product in
            [product.document.content.name, product.document.id.description]
        } body: {
            try ProductBody.make($0, in: transaction)
        }
    }
}

/// Reads a product with its variants.
struct GetProduct: Operation {
    static let id = "getProduct"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try ProductBody.response(try request.pathID("productId"), in: transaction)
    }
}

/// Creates a product with its first variants: all together or nothing.
struct CreateProduct: Operation {
    static let id = "createProduct"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft = try request.document(ProductDraft.self)
        let product = try ProductRegister(cause: request.context).create(
            draft.id ?? .make(),
            content: try draft.content(),
            in: transaction
        )
        for (index, variant) in (draft.variants ?? []).enumerated() {
            do {
                try VariantRegister(cause: request.context).create(
                    variant.id ?? .make(),
                    content: try variant.content(),
                    product: product,
                    in: transaction
                )
            } catch {
                guard let problem = Refusal.problem(for: error) else { throw error }
                throw problem.below("/variants/\(index)")
            }
        }
        return try ProductBody.response(product.id, status: 201, in: transaction)
    }
}

extension Problem {
    /// The same problem of a document that stands within another.
    func below(_ pointer: String) -> Problem {
        guard let code = self.knownCode else { return self }
        return Problem(
            code,
            detail: self.detail,
            errors: self.errors.map {
                FieldError(
                    pointer: pointer + $0.pointer,
                    rule: $0.rule,
                    message: $0.message,
                    row: $0.row
                )
            },
            extensions: self.extensions
        )
    }
}
